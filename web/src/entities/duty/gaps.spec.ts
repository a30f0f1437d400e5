import { describe, expect, it } from 'vitest'
import { gapsIn } from './gaps'

describe('the hours nobody covers', () => {
  it('are read one by one, so that somebody can be put there', () => {
    expect(
      gapsIn(
        'office 2026-03-07T00:00:00+08:00/2026-03-07T08:30:00+08:00; food 2026-03-08T17:30:00+08:00/2026-03-09T00:00:00+08:00',
      ),
    ).toEqual([
      { unit: 'office', from: '2026-03-07T00:00:00+08:00', to: '2026-03-07T08:30:00+08:00' },
      { unit: 'food', from: '2026-03-08T17:30:00+08:00', to: '2026-03-09T00:00:00+08:00' },
    ])
  })
  it('are none where the server says it in another way', () => {
    for (const other of ['', 'office', 'office 2026-03-07', 'some other words; more']) expect(gapsIn(other)).toEqual([])
  })
})
