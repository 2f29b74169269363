import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { build, type InlineConfig, type Plugin } from 'vite'
import { type Language, languages } from '../src/protocol/language.ts'

/**
 * Builds what browsers load, into `dist/public`: the chat (`bloby/`), the shell (`shell/`), the offline page (`offline/`), the widget
 * (`widget.js`), the service worker (`sw.js`) and the icons, each compressible file with its `.br` and `.gz` beside it.
 *
 *     node scripts/build-web.ts [--if-stale]
 *
 * With `--if-stale` nothing happens, and nothing is said, when the last build was of the same sources.
 */
const [firstLanguage] = languages
const root = path.resolve(import.meta.dirname, '..')
const dist = path.join(root, 'dist')
const target = path.join(dist, 'public')
/** Holds the fingerprint of the sources; it comes with the finished build, so it vouches for all of it. */
const stampName = '.sources'

const brotli = promisify(zlib.brotliCompress)
const gzip = promisify(zlib.gzip)

const isOnlyIfStale = process.argv.includes('--if-stale')
const fingerprint = await fingerprintOf([
  'src/chat',
  'src/shell',
  'src/widget',
  'src/protocol',
  'scripts/build-web.ts',
  'package-lock.json',
])
// Tests run this too, and theirs would bring React's development build.
process.env.NODE_ENV = 'production'

if (!isOnlyIfStale || (await stampOf(target)) !== fingerprint) {
  const startedAt = performance.now()
  await buildInto(target)
  process.stderr.write(`Built the web pages in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.\n`)
}

/** Builds beside the target and swaps at the end: a build that is killed leaves the old one in place. */
async function buildInto(target: string): Promise<void> {
  await removeLeftovers()
  const fresh = path.join(dist, `.public-${process.pid}`)
  const old = path.join(dist, `.public-${process.pid}-old`)
  await mkdir(fresh, { recursive: true })
  try {
    for (const language of languages) {
      await build(chatConfig(fresh, language))
      await build(shellConfig(fresh, language))
      await build(widgetConfig(fresh, language))
    }
    await build(offlineConfig(path.join(fresh, 'offline')))
    await build(workerConfig(fresh, await offlineVersion(fresh)))
    await compressAll(fresh)
    await writeFile(path.join(fresh, stampName), fingerprint)
    if (existsSync(target)) await rename(target, old)
    await rename(fresh, target)
  } finally {
    await rm(fresh, { recursive: true, force: true })
    await rm(old, { recursive: true, force: true })
  }
}

function chatConfig(outDir: string, language: Language): InlineConfig {
  const chat = path.join(root, 'src/chat')
  return {
    root: chat,
    base: folderOf('/bloby/', language),
    configFile: path.join(chat, 'vite.config.ts'),
    logLevel: 'warn',
    plugins: [inLanguage(language)],
    build: { outDir: path.join(outDir, folderOf('/bloby/', language)), emptyOutDir: false },
  }
}

function shellConfig(outDir: string, language: Language): InlineConfig {
  return {
    root: path.join(root, 'src/shell'),
    base: folderOf('/shell/', language),
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    plugins: [inLanguage(language)],
    build: {
      outDir: path.join(outDir, folderOf('/shell/', language)),
      emptyOutDir: false,
      target: 'es2023',
      modulePreload: false,
      assetsInlineLimit: 0,
    },
  }
}

function widgetConfig(outDir: string, language: Language): InlineConfig {
  return {
    root: path.join(root, 'src/widget'),
    configFile: false,
    // the icons of the page lie beside the widget, at the root of the origin
    publicDir: path.join(root, 'src/shell/icons'),
    logLevel: 'warn',
    plugins: [inLanguage(language)],
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2023',
      lib: {
        entry: 'widget.ts',
        formats: ['iife'],
        name: 'bloby',
        fileName: () => path.basename(fileOf('widget.js', language)),
      },
    },
  }
}

/** `/bloby/`, `/bloby/pt/`: where a language's pages lie, and are served from. */
function folderOf(folder: string, language: Language): string {
  return language === firstLanguage ? folder : `${folder}${language}/`
}

/** `texts.ts`, `texts.pt.ts`: the same file in another language. */
function fileOf(file: string, language: Language): string {
  return language === firstLanguage ? file : file.replace(/(\.\w+)$/, `.${language}$1`)
}

/** A page has the words of one language in it, and no others to carry: each module of texts is that language's. */
function inLanguage(language: Language): Plugin {
  return {
    name: 'in-language',
    enforce: 'pre',
    resolveId(source, importer) {
      const isTexts = /(^|[/-])texts\.ts$/.test(source) && importer !== undefined
      if (isTexts) return path.resolve(path.dirname(importer), fileOf(source, language))
    },
    transformIndexHtml(html) {
      return html
        .replace('<html lang="en"', `<html lang="${language}"`)
        .replace('"/widget.js"', `"/${fileOf('widget.js', language)}"`)
    },
  }
}

/** Its files have names that stay, so that the service worker can list them. */
function offlineConfig(outDir: string): InlineConfig {
  return {
    root: path.join(root, 'src/shell/offline'),
    base: '/offline/',
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2023',
      modulePreload: false,
      assetsInlineLimit: 0,
      rolldownOptions: { output: { entryFileNames: 'offline.js', assetFileNames: 'offline.[ext]' } },
    },
  }
}

/** The worker is another one whenever the offline page is: browsers then fetch both. */
function workerConfig(outDir: string, version: string): InlineConfig {
  return {
    root: path.join(root, 'src/shell/worker'),
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define: { __OFFLINE_VERSION__: JSON.stringify(version) },
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2023',
      lib: { entry: 'service-worker.ts', formats: ['iife'], name: 'blobyWorker', fileName: () => 'sw.js' },
    },
  }
}

async function offlineVersion(folder: string): Promise<string> {
  const hash = createHash('sha256')
  for (const file of [
    'offline/index.html',
    'offline/offline.js',
    'offline/offline.css',
    'bloby/theme-boot.js',
  ])
    hash.update(await readFile(path.join(folder, file)))
  return hash.digest('hex').slice(0, 12)
}

async function compressAll(folder: string): Promise<void> {
  const files = (await filesUnder(folder)).filter((file) =>
    /\.(html|js|css|svg|json|webmanifest|txt)$/.test(file),
  )
  await Promise.all(
    files.map(async (file) => {
      const content = await readFile(file)
      const params = { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 }
      await writeFile(`${file}.br`, await brotli(content, { params }))
      await writeFile(`${file}.gz`, await gzip(content, { level: 9 }))
    }),
  )
}

async function fingerprintOf(sources: string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const source of sources)
    for (const file of await filesUnder(path.join(root, source)))
      if (!/\.test(-kit)?\.tsx?$/.test(file))
        hash
          .update(path.relative(root, file))
          .update('\0')
          .update(await readFile(file))
          .update('\0')
  return hash.digest('hex')
}

/** All files in a folder, sorted; a file stands for itself. */
async function filesUnder(place: string): Promise<string[]> {
  const entries = await readdir(place, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return undefined
    throw error
  })
  if (entries === undefined) return [place]
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
}

async function stampOf(folder: string): Promise<string | undefined> {
  const stamp = path.join(folder, stampName)
  return existsSync(stamp) ? await readFile(stamp, 'utf8') : undefined
}

/** Builds that were killed leave a folder named after their process. */
async function removeLeftovers(): Promise<void> {
  if (!existsSync(dist)) return
  for (const name of await readdir(dist)) {
    const pid = /^\.public-(\d+)/.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid)))
      await rm(path.join(dist, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
