import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const pages = path.resolve(import.meta.dirname, '../../dist/public')

/** Bytes on the wire, by gzip: what the budgets are counted in. */
function weight(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + statSync(path.join(pages, `${file}.gz`)).size, 0)
}

/** The scripts and styles that a page asks for by itself. */
function firstLoad(page: string, extension: string): string[] {
  const html = readFileSync(path.join(pages, page), 'utf8')
  const addresses = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '')
  return addresses.filter((address) => address.endsWith(extension))
}

function assets(folder: string, extension: string): string[] {
  return readdirSync(path.join(pages, folder, 'assets'))
    .filter((name) => name.endsWith(extension))
    .map((name) => `/${folder}/assets/${name}`)
}

describe.each([
  ['English', { chat: 'bloby', shell: 'shell', widget: 'widget.js' }],
  ['Portuguese', { chat: 'bloby/pt', shell: 'shell/pt', widget: 'widget.pt.js' }],
])('what a browser loads stays small in %s', (_language, { chat, shell, widget }) => {
  // The theme's script and the widget, which these pages also ask for, are not their own.
  const chatScripts = firstLoad(`${chat}/index.html`, '.js').filter((file) => file.startsWith(`/${chat}/`))
  const shellScripts = firstLoad(`${shell}/index.html`, '.js').filter((file) => file.startsWith(`/${shell}/`))

  it.each([
    ['the chat’s first scripts', chatScripts, 75],
    ['the chat’s styles', firstLoad(`${chat}/index.html`, '.css'), 12],
    ['all scripts that the chat can load', assets(chat, '.js'), 175],
    ['the widget', [widget], 5],
    ['the shell', [...shellScripts, ...firstLoad(`${shell}/index.html`, '.css'), `${shell}/index.html`], 16],
    ['what the shell loads later', assets(shell, '.js').filter((file) => !shellScripts.includes(file)), 8],
  ])('%s', (_what, files, maxKilobytes) => {
    expect(files).not.toEqual([])
    expect(weight(files) / 1000).toBeLessThanOrEqual(maxKilobytes)
  })
})

describe('what every language shares stays small', () => {
  it.each([
    ['the service worker', ['sw.js'], 3],
    ['the offline page', ['offline/index.html', 'offline/offline.js', 'offline/offline.css'], 6],
  ])('%s', (_what, files, maxKilobytes) => {
    expect(weight(files) / 1000).toBeLessThanOrEqual(maxKilobytes)
  })
})
