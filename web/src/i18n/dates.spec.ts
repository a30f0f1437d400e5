import { expect, it } from 'vitest'
import { formatDate, formatTime } from './dates'

it('dates are those of the desk, wherever the browser is', () => {
  const midnight = '2026-11-23T16:05:00Z'
  expect(formatDate(midnight, 'zh-CN', 'Asia/Shanghai')).toBe('2026/11/24')
  expect(formatDate(midnight, 'en', 'Asia/Shanghai')).toBe('24 Nov 2026')
  expect(formatTime(midnight, 'zh-CN', 'Asia/Shanghai')).toBe('00:05')
  expect(formatTime(midnight, 'en', 'Asia/Shanghai')).toBe('00:05')
})
