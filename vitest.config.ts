import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  resolve: {
    // As `exports` in package.json. Without it Vite would go through node_modules/bonfire, which `npm install` removes.
    alias: [
      { find: /^bonfire$/, replacement: here('src/index.ts') },
      { find: /^bonfire\/testing$/, replacement: here('src/testing/index.ts') },
    ],
  },
  test: {
    include: ['{src,plugins,scripts,test}/**/*.test.ts'],
    // Only where it changes anything: each file loads it.
    setupFiles: process.env.CI ? ['test/same-seed.ts'] : [],
    exclude: ['**/node_modules/**', 'scripts/plugin-template/**'],
    // Processes, not threads: tests change the folder, send signals and end abruptly without touching their neighbours.
    pool: 'forks',
    // More than there are cores: many tests wait for processes, sockets and disks.
    maxWorkers: 3,
    // Time is set in our tests, never awaited, so whatever takes this long hangs.
    testTimeout: 30_000,
    // What is waited for comes at once on an idle machine, and later on one that is busy with its neighbours.
    expect: { poll: { timeout: 15_000 } },
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
  },
})
