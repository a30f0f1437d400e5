import { describe, expect, it } from 'vitest'
import type { LocationQuery } from 'vue-router'
import { queryOf, questionOf, stateOf } from './list'

describe('the inbox in the address', () => {
  it('a plain inbox has a plain address and asks for open cases, the most urgent first', () => {
    const plain = stateOf({})
    expect(queryOf(plain)).toEqual({})
    expect(questionOf(plain)).toEqual({ open: true, sort: 'due' })
  })
  it('comes back as it was left', () => {
    const state = { view: 'overdue', unit: 'south', q: '码头', closed: true, month: '2026-03', sort: 'opened' } as const
    expect(stateOf(queryOf(state) as LocationQuery)).toEqual(state)
  })
  it('each chip asks its own question', () => {
    expect(questionOf(stateOf({ view: 'mine' }))).toMatchObject({ mine: true })
    expect(questionOf(stateOf({ view: 'soon' }))).toMatchObject({ clock: 'soon' })
    expect(questionOf(stateOf({ view: 'publish' }))).toMatchObject({ waits_for: 'publish' })
  })
  it('an address somebody mistyped is the plain inbox', () => {
    expect(stateOf({ view: 'everything', sort: ['x', 'y'], closed: 'yes', author: 'someone' })).toEqual(stateOf({}))
  })
})
