import { expect, it } from 'vitest'
import zh from '@/i18n/zh-CN'
import { partOf } from './parts'

it('everything in a timeline stands under notes, public words or changes', () => {
  const parts = Object.groupBy(Object.keys(zh.event), partOf)
  expect(parts.notes).toEqual(['note-added'])
  expect(parts.public?.toSorted()).toEqual([
    'not-ours',
    'parent-spoke',
    'published',
    'statement-published',
    'template-sent',
  ])
  expect(parts.changes).toContain('accepted')
})
