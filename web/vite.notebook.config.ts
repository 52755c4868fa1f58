/** Builds the view for notebooks: one module, which the kernel sends to the browser. */
import { defineConfig } from 'vite'

export default defineConfig({
  build: {
    outDir: '../backend/mayfly/notebook/static',
    emptyOutDir: true,
    lib: { entry: 'src/notebook.tsx', formats: ['es'], fileName: () => 'view.js' },
    rollupOptions: { output: { inlineDynamicImports: true } },
    chunkSizeWarningLimit: 800,
  },
  define: { 'process.env.NODE_ENV': '"production"' },
})
