import { useI18n } from 'vue-i18n'

/** A clock's name; a rulebook may have others than we know, then its id. "help#2" is the second of its kind. */
export function useClockName() {
  const { t, te } = useI18n()
  return (id: string) => {
    const [kind, number] = id.split('#')
    const name = te(`clock.id.${kind}`, 'zh-CN') ? t(`clock.id.${kind}`) : (kind ?? id)
    return number ? t('clock.numbered', { name, n: number }) : name
  }
}
