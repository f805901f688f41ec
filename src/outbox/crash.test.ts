import { expect, test } from 'vitest'
import { GROUP, HOUR_MS, type Lab, openLab } from './outbox.fixtures.ts'

/** Small enough that every commit, flush, call and answer of one delivery is a step of its own. */
async function microStep(lab: Lab, step: number): Promise<void> {
  if (step % 2 === 0) lab.world.account.pump()
  else lab.boot.journal.flush(1)
  for (let i = 0; i < 16; i += 1) await undefined
}
const STEPS_MAX = 16

/** Says it, kills the process after so many steps, starts the next one, and lets three hours pass. */
async function livedThrough(command: string, steps: number): Promise<Lab> {
  const lab = await openLab()
  await lab.platform.says(GROUP, lab.amy, command)
  for (let step = 0; step < steps; step += 1) await microStep(lab, step)
  lab.world.kill()
  await lab.world.boot()
  await lab.world.advanceBy(3 * HOUR_MS)
  return lab
}
const everyStep = (command: string) =>
  Promise.all(Array.from({ length: STEPS_MAX }, (_, steps) => livedThrough(command, steps)))

test('a process that ends at any step recovers to what its journal says, and forgets nothing that is owed', async () => {
  for (const command of ['/receipt 1', '/post 1', '/notice 1', '/action']) {
    for (const lab of await everyStep(command)) {
      const owed = lab.facts('outbox/owed')
      expect(owed.length).toBe(1)
      const isOver = lab.pending().length === 0 || lab.pending().every(([, { state }]) => state === 'unknown')
      expect(isOver).toBe(true)
    }
  }
})

test('a receipt appears at least once, and what it acknowledges is recorded once, whenever the process ends', async () => {
  const lives = await everyStep('/receipt 1')
  for (const lab of lives) {
    expect(lab.sent().length).toBeGreaterThanOrEqual(1)
    expect(lab.facts('lab/noted')).toHaveLength(1)
  }
  // The control: in some life it was on its way when the process ended, and was said again.
  expect(lives.some(lab => lab.sent().length === 2)).toBe(true)
})

test('a post appears at most once whenever the process ends, and when nobody knows, that is what is written down', async () => {
  const lives = await everyStep('/post 1')
  for (const lab of lives) {
    const isHeld = lab.pending().some(([, { state }]) => state === 'unknown')
    expect(lab.sent().length).toBeLessThanOrEqual(1)
    if (lab.sent().length === 0) expect(isHeld).toBe(true)
  }
  // The control: some lives end in doubt, and some do not.
  expect(lives.some(lab => lab.pending().length > 0)).toBe(true)
  expect(lives.some(lab => lab.pending().length === 0)).toBe(true)
})

test('a notice is confirmed and an action done in the end, whenever the process ends', async () => {
  for (const lab of await everyStep('/notice 1')) {
    expect(lab.sent().length).toBeGreaterThanOrEqual(1)
    expect(lab.facts('outbox/sent')).toHaveLength(1)
  }
  for (const lab of await everyStep('/action')) {
    expect(lab.lines.some(line => line.is === 'did')).toBe(true)
    expect(lab.facts('outbox/sent')).toHaveLength(1)
  }
})

test('the state after any crash is that of the journal alone', async () => {
  for (const lab of await everyStep('/post 1')) {
    const before = JSON.stringify(lab.pending())
    lab.world.kill()
    await lab.world.boot()
    expect(JSON.stringify(lab.pending())).toBe(before)
  }
})
