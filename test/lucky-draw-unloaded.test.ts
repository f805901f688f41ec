import { describe, expect, test } from 'vitest'
import { HOUR_MS, MINUTE_MS, openDraws, verified } from './draw-stage.ts'

async function entered() {
  const draws = await openDraws({ members: 3, rules: { alternates: 0 } })
  await draws.begins()
  await draws.enters(1)
  return draws
}

describe('a draw whose plugin was not loaded for a while', () => {
  test('closes and is drawn, a day late at most, where it was open', async () => {
    const draws = await entered()
    await draws.unload(MINUTE_MS)
    await draws.pass(25 * HOUR_MS)
    expect(draws.draw(1).phase).toBe('published')
    expect(verified(draws, 1)).toEqual([])
  })

  test('is drawn where it had been committed to', async () => {
    const draws = await entered()
    await draws.closes(1)
    expect(draws.draw(1).phase).toBe('posted')
    await draws.unload(MINUTE_MS)
    await draws.pass(25 * HOUR_MS)
    expect(draws.draw(1).phase).toBe('published')
    expect(verified(draws, 1)).toEqual([])
  })

  test('is told where its result was on the way', async () => {
    const draws = await entered()
    await draws.closes(1)
    draws.setFault(outgoing =>
      'text' in outgoing && outgoing.text.includes('开奖了') ? { is: 'refused', reason: 'no', again: false } : null,
    )
    await draws.isDrawn(1)
    expect(draws.draw(1).phase).toBe('drawn')
    draws.setFault(() => null)
    await draws.unload(MINUTE_MS)
    await draws.pass(25 * HOUR_MS)
    expect(draws.draw(1).phase).toBe('published')
  })

  test('hands on what nobody claims, and ends', async () => {
    const draws = await entered()
    await draws.closes(1)
    await draws.isDrawn(1)
    await draws.unload(MINUTE_MS)
    await draws.pass(60 * HOUR_MS)
    expect(draws.draw(1).phase).toBe('finished')
  })
})
