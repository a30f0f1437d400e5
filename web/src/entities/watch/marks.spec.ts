import { describe, expect, it } from 'vitest'
import { pieces } from './marks'

const shown = (text: string, marks: number[][]) =>
  pieces(text, marks)
    .map((piece) => (piece.marked ? `[${piece.text}]` : piece.text))
    .join('')

describe('what matched is marked on its own characters', () => {
  it.each([
    [
      '食堂饭后呕吐',
      [
        [0, 2],
        [4, 6],
      ],
      '[食堂]饭后[呕吐]',
    ],
    ['😀𠮷食堂', [[2, 4]], '😀𠮷[食堂]'],
    ['食堂', [[0, 2]], '[食堂]'],
    ['食堂', [], '食堂'],
    ['', [], ''],
  ])('%s', (text, marks, expected) => expect(shown(text, marks)).toBe(expected))
})
