import { useI18n } from 'vue-i18n'
import { useClockName } from '@/entities/clock/name'
import { unitName } from '@/entities/session/session'
import { langOfData } from '@/i18n'
import { useDates } from '@/i18n/dates'

const kKnown: Record<string, string> = {
  grade: 'grade',
  outcome: 'outcome',
  part: 'part',
  kind: 'kind',
  channel: 'channel',
  privacy: 'privacy',
  matter: 'matter',
  group: 'group',
  role: 'role',
  cause: 'cause',
  pause: 'pause',
  solved: 'solved',
  readers: 'readers',
}
const kWritten = new Set([
  'told',
  'reason',
  'title',
  'text',
  'outside',
  'authority',
  'form',
  'receipt',
  'what',
  'whose',
  'reach',
  'done',
  'present',
  'decision',
  'agency',
  'approver',
])
const kTime = /^\d{4}-\d\d-\d\dT/

/** What an event says, as a name and a value for people. */
export function useFacts() {
  const { t, te } = useI18n()
  const { dateTime } = useDates()
  const clockName = useClockName()

  function value(name: string, raw: string): string {
    if (['unit', 'about', 'department'].includes(name)) return unitName(raw)
    if (name === 'districts' || name === 'heard_by') return raw.split('、').map(unitName).join('、')
    if (name === 'clock') return clockName(raw)
    if (kTime.test(raw)) return dateTime(raw)
    const key = `${kKnown[name]}.${raw}`
    return kKnown[name] && te(key, 'zh-CN') ? t(key) : raw
  }
  return (facts: Record<string, string> | undefined) =>
    Object.entries(facts ?? {})
      .filter(([, raw]) => raw !== '')
      .map(([name, raw]) => ({
        name,
        label: te(`fact.${name}`, 'zh-CN') ? t(`fact.${name}`) : name,
        // What people or the rules wrote is in the agency's language, not the page's.
        lang: kWritten.has(name) ? langOfData() : undefined,
        value: name === 'hash' || name === 'rules' ? raw.slice(0, 16) : value(name, raw),
      }))
}
