import { useI18n } from 'vue-i18n'

/** A matter's name; a rulebook may have others than we know, then its id. */
export function useMatter() {
  const { t, te } = useI18n()
  return (id: string) => (te(`matter.${id}`, 'zh-CN') ? t(`matter.${id}`) : id)
}
