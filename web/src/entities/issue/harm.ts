import { useI18n } from 'vue-i18n'

/** A harm's name; a rulebook may have others than we know, then its id. */
export function useHarm() {
  const { t, te } = useI18n()
  return (id: string) => (te(`harm.${id}`, 'zh-CN') ? t(`harm.${id}`) : id)
}
