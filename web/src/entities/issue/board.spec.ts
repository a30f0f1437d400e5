import type { LocationQuery } from 'vue-router'
import { expect, it } from 'vitest'
import { boardOf, boardQuery, boardQuestion } from './board'

it('the board comes back from its address as it was left', () => {
  const state = { grade: 'critical', undecided: true, all: true } as const
  expect(boardOf(boardQuery(state) as LocationQuery)).toEqual(state)
  expect(boardQuery(boardOf({}))).toEqual({})
})

it('what is not ours is asked for only when wanted', () => {
  expect(boardQuestion(boardOf({}))).toEqual({ ours: true })
  expect(boardQuestion(boardOf({ all: '1', grade: 'serious' }))).toEqual({ ours: false, at_least: 'serious' })
  expect(boardOf({ grade: 'worst' }).grade).toBe('')
})
