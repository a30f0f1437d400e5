import { useI18n } from 'vue-i18n'

/** Why a source could not be read, in words: `fetch.timeout`, `robots.disallowed`, … */
export function useFetchError() {
  const { t, te } = useI18n()
  return (code: string) => {
    const key = `fetch.${code.replace(/^(fetch|source|http)\./, '').replace('.', '-')}`
    return te(key, 'zh-CN') ? t(key) : t('fetch.other', { code })
  }
}
