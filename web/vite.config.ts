import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import Components from 'unplugin-vue-components/vite'
import { defineConfig } from 'vitest/config'

// HEARBACK is the address of a running desk, for `npm run dev` only.
const desk = process.env.HEARBACK ?? 'http://127.0.0.1:8420'

export default defineConfig({
  base: '/desk/',
  plugins: [vue(), Components({ dts: false, dirs: [], resolvers: [ElementPlusResolver({ importStyle: false })] })],
  resolve: { alias: { '@': fileURLToPath(new URL('src', import.meta.url)) } },
  // Messages are composed without `eval`, and nothing of vue-i18n's old interface is bundled.
  define: { __VUE_I18N_FULL_INSTALL__: false, __VUE_I18N_LEGACY_API__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  server: { proxy: { '/api': desk } },
  build: {
    outDir: 'dist',
    assetsInlineLimit: 0, // the desk's content policy allows fonts and scripts from 'self' only
    cssCodeSplit: false, // one file, so that cascade layers keep their order
    chunkSizeWarningLimit: 600,
  },
  test: { environment: 'happy-dom', include: ['src/**/*.spec.ts'] },
})
