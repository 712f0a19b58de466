/** Builds the page into `dist/web`, and serves it for `npm run dev` with a proxy to the node. */
import { defineConfig } from 'vite';
import { trimEmojiData } from './trim-emoji-data.ts';

const { PORT: nodePort = '3000', PAGE_PORT: pagePort = '5173' } = process.env;

// The node compares `Origin` with `Host`, so the proxy passes the browser's `Host` on.
const node = { target: `http://127.0.0.1:${nodePort}`, changeOrigin: false };

export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [trimEmojiData],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    sourcemap: false,
    // The content security policy allows no data: URLs and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    host: '127.0.0.1',
    port: Number(pagePort),
    strictPort: true,
    proxy: { '/api': node, '/socket.io': { ...node, ws: true } },
  },
});
