import { ref } from 'vue'
import { createI18n } from 'vue-i18n'
import zh from './zh-CN'

export type Locale = 'zh-CN' | 'en'
/** Every language has exactly these keys. */
export type Messages = typeof zh

export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zh } as Record<string, Messages>,
  missingWarn: false,
  fallbackWarn: false,
})

const kKey = 'hearback:language'
export const locale = ref<Locale>('zh-CN')

/** English comes when it is asked for. */
export async function setLocale(to: Locale) {
  if (to === 'en') i18n.global.setLocaleMessage('en', (await import('./en')).default)
  i18n.global.locale.value = to
  locale.value = to
  document.documentElement.lang = to
  localStorage.setItem(kKey, to)
}

export function storedLocale(): Locale {
  const stored = localStorage.getItem(kKey)
  if (stored === 'en' || stored === 'zh-CN') return stored
  return 'zh-CN'
}

/** The language of explanations that the server writes. */
export const serverLanguage = () => (locale.value === 'en' ? ('en' as const) : ('zh' as const))

/** `lang` for what people wrote, where the page speaks another language than they. */
export const langOfData = () => (locale.value === 'en' ? 'zh-CN' : undefined)
