import { watch } from 'node:fs'
import { resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const workspace = import.meta.dirname
const settings = resolve(workspace, 'app.json')

export default defineConfig({
  root: resolve(workspace, 'client'),
  cacheDir: resolve(workspace, 'node_modules/.vite'),
  // .env belongs to the backend alone.
  envDir: false,
  plugins: [react(), tailwindcss(), watchSettings()],
  build: { outDir: resolve(workspace, 'dist'), emptyOutDir: true },
  server: {
    // Build errors are shown by what is around the page, which outlives them.
    hmr: { overlay: false },
    watch: {
      // Vite runs under Node's permission model and may not look at the folders above this one; resolving links would.
      followSymlinks: false,
      ignored: settings,
      // A file may be seen while it is being written, and must not be taken for an empty one.
      awaitWriteFinish: { stabilityThreshold: 40, pollInterval: 10 },
    },
    // What the page is made of, and no more: notes, memory and .env are not served.
    fs: {
      strict: true,
      allow: ['client', 'app.json', 'node_modules'].map((path) => resolve(workspace, path)),
    },
  },
})

/** Vite watches a file above its root by itself, and loses it for good when it is replaced twice in a moment: its folder tells. */
function watchSettings(): Plugin {
  return {
    name: 'watch-settings',
    apply: 'serve',
    configureServer({ watcher, httpServer }) {
      let timer: NodeJS.Timeout | undefined
      const folder = watch(workspace, (_, name) => {
        if (name !== 'app.json') return
        clearTimeout(timer)
        // It may still be written.
        timer = setTimeout(() => watcher.emit('change', settings), 40)
      })
      httpServer?.once('close', () => folder.close())
    },
  }
}
