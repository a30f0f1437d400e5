import { createApp } from 'vue'
import App from './App.vue'
import { whenSignedOut } from './api/client'
import { startTicker } from './entities/clock/now'
import { me } from './entities/session/session'
import './ep.css'
import { i18n, setLocale, storedLocale } from './i18n'
import { router } from './router'
import { startTheme } from './shared/theme'
import './styles/tokens.css'
import './styles/base.css'

startTheme()
startTicker()
whenSignedOut(() => {
  if (!me.value) return
  me.value = null
  void router.replace({ name: 'sign-in', query: { next: router.currentRoute.value.fullPath, again: '1' } })
})
void setLocale(storedLocale()).then(() => createApp(App).use(i18n).use(router).mount('#app'))
