/** The console's pages: `dist/web`, which the server hands out. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compress } from './build/compress.ts';
import { kernCss } from './build/kern-css.ts';

const folder = import.meta.dirname;

export default defineConfig({
  root: folder,
  publicDir: false,
  plugins: [react(), compress()],
  css: { postcss: { plugins: [kernCss(folder)] } },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    assetsDir: 'assets',
    // A `data:` address would break the content security policy.
    assetsInlineLimit: 0,
    manifest: 'manifest.json',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 400,
  },
});
