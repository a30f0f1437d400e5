import { useI18n } from 'vue-i18n'

/** A clock's name; a rulebook may have others than we know, then its id. */
export function useClockName() {
  const { t, te } = useI18n()
  return (id: string) => (te(`clock.id.${id}`, 'zh-CN') ? t(`clock.id.${id}`) : id)
}
