import path from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig, type Plugin } from 'vite'
import { preactForReact } from './preact-for-react.ts'

export default defineConfig({
  root: import.meta.dirname,
  base: '/bloby/',
  plugins: [tailwindcss(), onlyTheLexer(), plainIcons()],
  // Preact in the place of React: half of the page's weight, and libraries made for React work on it as they are.
  resolve: { alias: preactForReact },
  build: {
    outDir: '../../dist/public/bloby',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    // The page's CSP allows no `data:` scripts or styles, and images from `self` alone are enough.
    assetsInlineLimit: 0,
    // One file for the first load, instead of one more for each set of modules that it shares with lazy parts.
    rolldownOptions: {
      // virtua's "use client" is for servers that draw pages.
      checks: { moduleLevelDirective: false },
      output: { codeSplitting: { groups: [{ name: 'chat', tags: ['$initial'] }] } },
    },
  },
})

/**
 * Of marked, the chat uses the lexer alone. The module ends with an instance of everything else, which no bundler may leave out by
 * itself, because it is made at load: 5 kB of a parser and a renderer that never run.
 */
function onlyTheLexer(): Plugin {
  return {
    name: 'only-the-lexer',
    apply: 'build',
    transform(code, id) {
      if (!id.endsWith('/marked/lib/marked.esm.js')) return
      const end = code.search(/var \w+=new \w+;function \w+\(\w+,\w+\)\{return \w+\.parse\(/)
      const lexer = /\b(\w+) as Lexer\b/.exec(code)?.[1]
      if (end === -1 || lexer === undefined) return this.error('marked is laid out otherwise than expected.')
      return { code: `${code.slice(0, end)}export{${lexer} as Lexer}`, map: null }
    },
  }
}

/** Icons drawn by `createPlainIcon` instead of lucide's own component, which alone needs their names, sizes and keys. */
function plainIcons(): Plugin {
  return {
    name: 'plain-icons',
    apply: 'build',
    enforce: 'pre',
    resolveId(source, importer) {
      const isFactory = source.endsWith('/createLucideIcon.mjs') && importer?.includes('/lucide-react/')
      return isFactory ? path.join(import.meta.dirname, 'ui/plain-icon.ts') : undefined
    },
    transform(code, id) {
      if (!id.includes('/lucide-react/dist/esm/icons/')) return
      return { code: code.replaceAll(/^ {2}(?:name|size): .*\n|, key: "\w+"/gm, ''), map: null }
    },
  }
}
