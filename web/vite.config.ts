import { gzipSync } from 'node:zlib'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import Components from 'unplugin-vue-components/vite'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

// HEARBACK is the address of a running desk, for `npm run dev` only.
const desk = process.env.HEARBACK ?? 'http://127.0.0.1:8420'

// No file of the desk may weigh more than this on the wire: a build that breaks it fails.
const kMostBytes = 200 * 1024
const budget: Plugin = {
  name: 'budget',
  apply: 'build',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      const size = gzipSync(file.type === 'chunk' ? file.code : file.source).length
      if (size > kMostBytes) this.error(`${file.fileName} is ${size} bytes compressed; at most ${kMostBytes}`)
    }
  },
}

export default defineConfig({
  base: '/desk/',
  plugins: [
    vue(),
    Components({ dts: false, dirs: [], resolvers: [ElementPlusResolver({ importStyle: false })] }),
    budget,
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('src', import.meta.url)) } },
  // Messages are composed without `eval`, and nothing of vue-i18n's old interface is bundled.
  define: { __VUE_I18N_FULL_INSTALL__: false, __VUE_I18N_LEGACY_API__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  // A test compares the words of `hearback explain` with the pages'.
  server: { proxy: { '/api': desk }, fs: { allow: ['.', '../src/app'] } },
  build: {
    outDir: 'dist',
    assetsInlineLimit: 0, // the desk's content policy allows fonts and scripts from 'self' only
    cssCodeSplit: false, // one file, so that cascade layers keep their order
    chunkSizeWarningLimit: 600,
  },
  test: { environment: 'happy-dom', include: ['src/**/*.spec.ts'] },
})
