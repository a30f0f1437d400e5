import { describe, expect, it } from 'vitest'
import { exportLink, filterOf } from './api'

describe('the filter of the audit', () => {
  it('is read from the address, and what it cannot be is left out', () => {
    expect(filterOf({ kind: 'shown', by: '7', number: 'HB-1', from: '2026-03-01', to: '2026-03-02' })).toEqual({
      kind: 'shown',
      by: 7,
      number: 'HB-1',
      from: '2026-03-01',
      to: '2026-03-02',
    })
    expect(filterOf({ kind: 'citizens', by: 'x', number: '', from: 'yesterday' })).toEqual({})
  })
  it('is what the export asks for', () => {
    expect(exportLink({ kind: 'cases', by: 7, number: 'a&b' })).toBe(
      '/api/v1/audit/export?lang=zh&kind=cases&by=7&number=a%26b',
    )
  })
})
