import { expect, it } from 'vitest'
import type { Post } from './api'
import { groupPosts, numberOf } from './posts'

const post = (id: number, same?: number): Post => ({
  id,
  source: 'forum',
  url: '',
  title: '',
  text: 't',
  noticed_at: '2026-03-09T10:00:00+08:00',
  same_text_as: same,
  copies: 0,
  why: [],
})
const shape = (posts: Post[]) => groupPosts(posts).map((g) => [g.first.id, ...g.same.map((p) => p.id)])

it('copies stand under their first, which comes last when the newest come first', () => {
  expect(shape([post(5, 1), post(4), post(3, 1), post(1)])).toEqual([[1, 5, 3], [4]])
})

it('copies whose first is on a later page stand together until it comes', () => {
  expect(shape([post(5, 1), post(3, 1), post(2)])).toEqual([[5, 3], [2]])
  expect(shape([])).toEqual([])
})

it('an issue is meant by its number, whatever stands behind it', () => {
  expect(['44', ' #44', '44 望江码头短秤', '短秤', '', '1234567890123456'].map(numberOf)).toEqual([44, 44, 44, 0, 0, 0])
  expect(numberOf('４４')).toBe(44)
})
