import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  base: '/bloby/',
  plugins: [react(), tailwindcss()],
  build: {
    outDir: '../../dist/public/bloby',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    // The page's CSP allows no `data:` scripts or styles, and images from `self` alone are enough.
    assetsInlineLimit: 0,
    // One file for the first load, instead of one more for each set of modules that it shares with lazy parts.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'chat', tags: ['$initial'] }] } } },
  },
})
