import { expect, it } from 'vitest'
import { formatDate, formatTime, localOf, momentOf } from './dates'

it('dates are those of the desk, wherever the browser is', () => {
  const midnight = '2026-11-23T16:05:00Z'
  expect(formatDate(midnight, 'zh-CN', 'Asia/Shanghai')).toBe('2026/11/24')
  expect(formatDate(midnight, 'en', 'Asia/Shanghai')).toBe('24 Nov 2026')
  expect(formatTime(midnight, 'zh-CN', 'Asia/Shanghai')).toBe('00:05')
  expect(formatTime(midnight, 'en', 'Asia/Shanghai')).toBe('00:05')
})

it('what is typed into a field for a time is a time of the desk, wherever the browser is', () => {
  for (const [local, zone, moment] of [
    ['2026-03-07T20:00', 'Asia/Shanghai', '2026-03-07T12:00:00Z'],
    ['2026-01-01T00:00', 'Asia/Shanghai', '2025-12-31T16:00:00Z'],
    ['2026-07-01T09:15', 'America/New_York', '2026-07-01T13:15:00Z'],
    ['2026-12-01T09:15', 'America/New_York', '2026-12-01T14:15:00Z'],
  ] as const) {
    expect(momentOf(local, zone)).toBe(moment)
    expect(localOf(moment, zone)).toBe(local)
  }
})
