import { defineConfig } from 'vitest/config'
import { preactForReact } from './src/chat/preact-for-react.ts'

export default defineConfig({
  resolve: { alias: preactForReact },
  test: {
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          testTimeout: 30_000,
          // What imports React has to get Preact here too.
          server: { deps: { inline: ['lucide-react', 'zustand', 'virtua'] } },
          include: [
            'src/**/*.test.{ts,tsx}',
            'workspace/**/*.test.ts',
            'test/*.test.ts',
            'test/fakes/*.test.ts',
          ],
          exclude: ['**/node_modules/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts', 'test/chaos/**/*.test.ts'],
          globalSetup: 'test/e2e/setup.ts',
          fileParallelism: false,
          testTimeout: 60_000,
          // What a busy machine needs longer for is not wrong.
          expect: { poll: { timeout: 20_000 } },
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
