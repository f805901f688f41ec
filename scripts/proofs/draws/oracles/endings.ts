import { type Draw, type DrawOracle, named, ofEach, one } from '../reckoning.ts'

/** How each draw ended: `finished`, `void: nobody`, or how far it is. */
export const endingOf = (draw: Draw): string => {
  const voided = one(draw, 'voided')
  if (voided) return `void: ${voided.data.reason}`
  const reached = ['finished', 'published', 'drawn', 'posted', 'sealed', 'opened', 'announced']
  return reached.find(name => one(draw, name)) ?? 'none'
}

/** What went wrong has stopped, and there was time enough: it is over, or waits for the beacon and says so. */
export const itEnds: DrawOracle = ofEach((draw, _, { setting }) => {
  const ending = endingOf(draw)
  if (ending === 'finished' || ending.startsWith('void')) return undefined
  if (ending === 'posted' && setting.beacon.is === 'never')
    return one(draw, 'awaited') ? undefined : 'it waits for the beacon, and nobody has been told.'
  return `it is ${ending}, and goes no further.`
})

/** Where nothing goes wrong, whoever calls a draw gets one, and what is drawn for people who were there is handed on to none. */
export const calmOnesAreDrawn: DrawOracle = ofEach((draw, _, { setting }) => {
  if (setting.trouble !== 'none' || one(draw, 'voided')?.data.reason !== 'not-posted') return undefined
  return 'nothing went wrong, and its commitment was not posted.'
})

/** Every prize has an end: claimed, or with nobody left for it. */
export const everyPrizeEnds: DrawOracle = ofEach(draw => {
  if (!one(draw, 'finished')) return undefined
  for (const { data } of named(draw, 'won')) {
    const isClaimed = named(draw, 'claimed').some(claimed => claimed.data.n === data.n)
    const last = named(draw, 'passed').findLast(passed => passed.data.n === data.n)
    if (!isClaimed && last?.data.to !== null) return `it is over, and slot ${data.n} is neither claimed nor given up.`
  }
  return undefined
})
