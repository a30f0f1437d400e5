import { createApp } from 'vue'
import App from './App.vue'
import { startTicker } from './entities/clock/now'
import './ep.css'
import { i18n, setLocale, storedLocale } from './i18n'
import { router } from './router'
import { startTheme } from './shared/theme'
import './styles/tokens.css'
import './styles/base.css'

startTheme()
startTicker()
void setLocale(storedLocale()).then(() => createApp(App).use(i18n).use(router).mount('#app'))
