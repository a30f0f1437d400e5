import { beforeEach, describe, expect, it } from 'vitest'
import { stateOf } from './list'
import { isView, keepViews, savedViews, withView } from './views'

const overdue = stateOf({ view: 'overdue', unit: 'south' })

describe('saved views', () => {
  beforeEach(() => localStorage.clear())

  it('come back as they were saved, and only to the person who saved them', () => {
    keepViews(1, withView([], '南港超时', overdue))
    expect(savedViews(1)).toEqual([{ name: '南港超时', query: { view: 'overdue', unit: 'south' } }])
    expect(isView(savedViews(1)[0]!, overdue)).toBe(true)
    expect(isView(savedViews(1)[0]!, stateOf({}))).toBe(false)
    expect(savedViews(2)).toEqual([])
  })
  it('a name stands once: saving it again changes what it asks, not its place', () => {
    const two = withView(withView([], '甲', overdue), '乙', overdue)
    expect(withView(two, '甲', stateOf({ view: 'mine' }))).toEqual([
      { name: '甲', query: { view: 'mine' } },
      { name: '乙', query: { view: 'overdue', unit: 'south' } },
    ])
  })
  it.each(['', '{', 'null', '{"name":"x"}', '[null]', '[{"name":""}]', '[{"name":"x","query":7}]'])(
    'what is not a view is left out, and the inbox still opens: %s',
    (kept) => {
      localStorage.setItem('hearback:views:1', kept)
      expect(savedViews(1)).toEqual([])
    },
  )
  it('a view of a desk that had other chips falls back to what this one has', () => {
    localStorage.setItem('hearback:views:1', '[{"name":"旧","query":{"view":"gone","sort":"updated"}}]')
    expect(savedViews(1)).toEqual([{ name: '旧', query: { sort: 'updated' } }])
  })
})
