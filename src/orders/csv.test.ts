import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCsv } from './csv.ts'

const cellsOf = (text: string) => readCsv(text).map(({ cells }) => cells)

describe('a table', () => {
  test.each([
    ['commas', 'a,b\n1,2\n'],
    ['no end of the last line', 'a,b\n1,2'],
    ['ends of lines as Windows has them', 'a,b\r\n1,2\r\n'],
    ['ends of lines as old Macs have them', 'a,b\r1,2'],
    ['the mark that Excel puts in front', '\uFEFFa,b\r\n1,2\r\n'],
    ['semicolons', 'a;b\n1;2\n'],
    ['tabs', 'a\tb\n1\t2\n'],
    ['quotes that are not needed', '"a","b"\n"1","2"\n'],
    ['empty lines', '\na,b\n\n  \n1,2\n\n'],
    ['rows without anything in them, as Excel leaves them below', 'a,b\n1,2\n,\n" ",\n'],
  ])('with %s', (_, text) => {
    expect(cellsOf(text)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ])
  })

  test('has cells that are empty, or hold separators, quotes and ends of lines', () => {
    expect(cellsOf('a,b,c\n,"x,y",\n"say ""hi""","two\r\nlines",5" wide')).toEqual([
      ['a', 'b', 'c'],
      ['', 'x,y', ''],
      ['say "hi"', 'two\nlines', '5" wide'],
    ])
  })

  test('has rows at the lines where they begin', () => {
    const rows = readCsv('a,b\n"1\n\n2",x\n\n3,y\n')
    expect(rows.map(({ line }) => line)).toEqual([1, 2, 6])
  })
})

describe('a row that cannot be read', () => {
  test.each([
    ['a quote that is not closed', '"1,2'],
    ['one in its last cell', '1,"2'],
    ['something behind a closing quote', '"1"x,2'],
    ['a blank there', '1,"2" '],
  ])('%s: is named, and those around it are read', (_, row) => {
    const rows = readCsv(`a,b\n0,0\n${row}\n3,4\n"5","6"\n`)
    expect(rows.map(({ line, problem }) => [line, problem === null])).toEqual([
      ...[1, 2].map(line => [line, true]),
      [3, false],
      ...[4, 5].map(line => [line, true]),
    ])
    expect(rows[2]!.problem).toBe('a cell that begins with a quote does not end with one.')
    expect(rows[4]!.cells).toEqual(['5', '6'])
  })

  test('a quote that one further down seems to close takes no line with it', () => {
    const rows = readCsv('a,b\n"1,2\n3,4\n5,6"\n7,8\n')
    expect(rows.map(({ line, problem }) => [line, problem === null])).toEqual([
      [1, true],
      [2, false],
      ...[3, 4, 5].map(line => [line, true]),
    ])
  })
})

test('whatever stands in its cells, a table that was written well is read as it was', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', ' ', '打', '\t'), maxLength: 8 })
  const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 6 })
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  fc.assert(
    fc.property(table, fc.constantFrom(',', ';', '\t'), (rows, separator) => {
      const head = ['x', 'y', 'z'].join(separator)
      const text = [head, ...rows.map(row => row.map(quoted).join(separator))].join('\n')
      // A row of blanks alone is as good as an empty line.
      expect(cellsOf(text).slice(1)).toEqual(rows.filter(row => row.some(cell => cell.trim() !== '')))
    }),
  )
})

test('whatever a text is, every line of it belongs to a row or is empty', () => {
  const line = fc.string({ unit: fc.constantFrom('a', '"', ',', ' '), maxLength: 8 })
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), lines => {
      const rows = readCsv(lines.join('\n'))
      const begins = rows.map(({ line }) => line)
      expect(begins).toEqual([...new Set(begins)].sort((a, b) => a - b))
      const covered = new Set(
        rows.flatMap(({ line, cells, problem }) => {
          const length = problem === null ? cells.join('').split('\n').length : 1
          return Array.from({ length }, (_, index) => line + index)
        }),
      )
      const lost = lines.flatMap((text, index) => (text.trim() !== '' && !covered.has(index + 1) ? [text] : []))
      // Cells of blanks alone are as good as an empty line.
      expect(lost.filter(text => text.replaceAll(/[", ]/g, '') !== '')).toEqual([])
    }),
  )
})
