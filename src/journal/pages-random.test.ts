import fc from 'fast-check'
import { expect, test } from 'vitest'
import { live, type Sights, steps } from './pages-lives.fixtures.ts'

// BONFIRE_LIVES=20000 BONFIRE_SEED=1 npx vitest run src/journal/pages-random
const lives = Number(process.env.BONFIRE_LIVES ?? 250)
const seed = Number(process.env.BONFIRE_SEED ?? Date.now() % 1e9)

test(`after crashes anywhere, pages and journal give what the journal alone gives (seed ${seed})`, {
  timeout: 3_600_000,
}, async () => {
  const total: Sights = { crashes: 0, checkpoints: 0, failedCheckpoints: 0, filesLoaded: 0, shortReplays: 0 }
  const property = fc.asyncProperty(steps, async plan => {
    const seen = await live(plan)
    for (const sight of Object.keys(total) as (keyof Sights)[]) total[sight] += seen[sight]
  })
  await fc.assert(property, { numRuns: lives, seed, endOnFailure: process.env.BONFIRE_SHRINK === undefined })
  console.log(`${lives} lives with seed ${seed}: ${JSON.stringify(total)}`)
  // The control: it was pages that were read, and not the whole journal each time.
  expect(total.filesLoaded).toBeGreaterThan(lives)
  expect(total.shortReplays).toBeGreaterThan(lives / 2)
  expect(total.failedCheckpoints).toBeGreaterThan(0)
})
