import { computed } from 'vue'
import { me } from '@/entities/session/session'
import { locale, type Locale } from '.'

function parts(iso: string | number, locale: Locale, timeZone: string, options: Intl.DateTimeFormatOptions) {
  const format = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'zh-CN', {
    timeZone,
    hourCycle: 'h23',
    ...options,
  })
  const got: Record<string, string> = {}
  for (const part of format.formatToParts(new Date(iso))) got[part.type] = part.value
  return got
}

/** Always the desk's zone: 2026/11/23, 23 Nov 2026. */
export function formatDate(iso: string | number, locale: Locale, timeZone: string): string {
  const month = locale === 'en' ? 'short' : '2-digit'
  const p = parts(iso, locale, timeZone, { year: 'numeric', month, day: locale === 'en' ? 'numeric' : '2-digit' })
  if (locale === 'en') return `${p.day} ${p.month} ${p.year}`
  return `${p.year}/${p.month}/${p.day}`
}

export function formatTime(iso: string | number, locale: Locale, timeZone: string): string {
  const p = parts(iso, locale, timeZone, { hour: '2-digit', minute: '2-digit' })
  return `${p.hour}:${p.minute}`
}

/** "2026-03-07T20:00": what the clocks of that zone show, as fields for a date and a time want it. */
export function localOf(iso: string | number, timeZone: string): string {
  const two = '2-digit'
  const p = parts(iso, 'en', timeZone, { year: 'numeric', month: two, day: two, hour: two, minute: two })
  return `${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}`
}

/** The moment at which the clocks of that zone show `local`; the one after it where they leap over it. */
export function momentOf(local: string, timeZone: string): string {
  const wanted = Date.parse(`${local}:00Z`)
  let at = wanted
  for (let step = 0; step < 2; ++step) at += wanted - Date.parse(`${localOf(at, timeZone)}:00Z`)
  return new Date(at).toISOString().replace('.000', '')
}

export function useDates() {
  const zone = computed(() => me.value?.desk.timezone ?? 'Asia/Shanghai')
  return {
    date: (iso: string | number) => formatDate(iso, locale.value, zone.value),
    time: (iso: string | number) => formatTime(iso, locale.value, zone.value),
    /** A day that belongs to no zone: "2026-03-07". */
    day: (local: string) => formatDate(`${local}T12:00Z`, locale.value, 'UTC'),
    weekday: (iso: string | number) =>
      parts(iso, locale.value, zone.value, { weekday: locale.value === 'en' ? 'long' : 'short' }).weekday,
    local: (iso: string | number) => localOf(iso, zone.value),
    moment: (local: string) => momentOf(local, zone.value),
    dateTime: (iso: string | number) =>
      `${formatDate(iso, locale.value, zone.value)} ${formatTime(iso, locale.value, zone.value)}`,
  }
}
