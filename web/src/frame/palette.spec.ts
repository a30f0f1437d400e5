import { describe, expect, it } from 'vitest'
import { numberIn } from '@/shared/numbers'
import { matching } from './palette'

const entries = ['到收件箱', '登记事项', 'Go to the Inbox'].map((label) => ({ id: label, label, run: () => {} }))

describe('the palette', () => {
  it('offers everything while nothing is typed, then what holds the words in any case and width', () => {
    expect(matching(entries, ' ')).toHaveLength(3)
    expect(matching(entries, '收件').map((e) => e.id)).toEqual(['到收件箱'])
    expect(matching(entries, 'ＩＮＢＯＸ').map((e) => e.id)).toEqual(['Go to the Inbox'])
    expect(matching(entries, '没有')).toEqual([])
  })
  it.each([
    ['HB-2026-0305-7K4Q-C', { case: 'HB-2026-0305-7K4Q-C' }],
    [' hb-2026-0305-7k4q-c ', { case: 'HB-2026-0305-7K4Q-C' }],
    ['17', { issue: '17' }],
    ['#17', { issue: '17' }],
    ['１７', { issue: '17' }],
  ])('%s names what it numbers', (typed, found) => expect(numberIn(typed)).toEqual(found))
  it.each(['', '0', '-1', '1.5', 'HB-2026', 'HB-2026-0305-7K4Q-C1', '奶酪棒17', '1234567890123456'])(
    '%s is no number and opens nothing',
    (typed) => expect(numberIn(typed)).toBeUndefined(),
  )
})
