/** Builds the page into the Python package, with nothing inline, so that a strict policy needs no nonce. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  base: './', // the page is served under any path
  build: {
    outDir: '../backend/mayfly/http/static',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800, // three.js alone is 560 kB before compression
  },
  test: { include: ['test/**/*.test.ts'] },
})
