import { expect, it } from 'vitest'
import zh from '@/i18n/zh-CN'
import { partOf } from './parts'

it('everything in a timeline stands under notes, public words or changes', () => {
  const of = (part: string) =>
    Object.keys(zh.event)
      .filter((event) => partOf(event) === part)
      .sort()
  expect(of('notes')).toEqual(['note-added'])
  expect(of('public')).toEqual(['not-ours', 'parent-spoke', 'published', 'statement-published', 'template-sent'])
  expect(of('changes')).toContain('accepted')
})
