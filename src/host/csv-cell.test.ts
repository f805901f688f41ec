import { expect, test } from 'vitest'
import { csvCell } from './csv-cell.ts'

test('a name is one cell, whatever a spreadsheet separates by, and no formula', () => {
  expect(csvCell('小云')).toBe('小云')
  for (const name of ["x;=cmd|'/C calc'!A0", 'a\t=1+1', 'a,=1', 'a\n=1', 'a\r=1'])
    expect(csvCell(name)).toBe(`"${name}"`)
  expect(csvCell('a "b", c')).toBe('"a ""b"", c"')
  for (const name of ['=1+1', '+1', '-1', '@x', '＝1']) expect(csvCell(name)).toBe(`'${name}`)
})
