import { describe, expect, it } from 'vitest'
import { stillNamed, typedName } from './mention'

describe('a name after @', () => {
  it.each([
    ['请@wf', 4, { from: 1, typed: 'wf' }],
    ['@', 1, { from: 0, typed: '' }],
    ['@王芳 请看', 6, undefined],
    ['@王芳，', 4, undefined],
    ['没有', 2, undefined],
    ['a@b@c', 5, { from: 3, typed: 'c' }],
    ['@wf', 0, undefined],
  ])('of %s at %d', (text, caret, found) => {
    expect(typedName(text, caret)).toEqual(found)
  })
  it('is told only while it stands in the text', () => {
    expect(stillNamed('请@王芳 看', [{ name: '王芳' }, { name: '李雷' }])).toEqual([{ name: '王芳' }])
  })
})
