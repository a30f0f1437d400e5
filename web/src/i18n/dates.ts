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

export function useDates() {
  const zone = computed(() => me.value?.desk.timezone ?? 'Asia/Shanghai')
  return {
    date: (iso: string | number) => formatDate(iso, locale.value, zone.value),
    time: (iso: string | number) => formatTime(iso, locale.value, zone.value),
    dateTime: (iso: string | number) =>
      `${formatDate(iso, locale.value, zone.value)} ${formatTime(iso, locale.value, zone.value)}`,
  }
}
