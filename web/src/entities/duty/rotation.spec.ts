import { describe, expect, it } from 'vitest'
import { minutesOf, timeOf } from './rotation'

describe('the hours of a rotation', () => {
  it('end on the same day, in the night after it, or a whole day later', () => {
    for (const [from, to, begin, end] of [
      ['08:30', '17:30', 510, 1050],
      ['20:00', '08:00', 1200, 1920],
      ['08:30', '08:30', 510, 1950],
      ['00:00', '00:00', 0, 1440],
    ] as const) {
      expect(minutesOf(from, to)).toEqual({ from_minute: begin, to_minute: end })
      expect([timeOf(begin), timeOf(end)]).toEqual([from, to])
    }
  })
})
