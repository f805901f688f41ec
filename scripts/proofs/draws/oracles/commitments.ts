import { AFTER_FREEZE_MS, BEFORE_ROUND_MS, timeOfRound } from '../beacon-times.ts'
import { type DrawOracle, factsIn, named, ofEach, one } from '../reckoning.ts'

const HEX = /[0-9a-f]{64}/g

/** One list, one C: whatever was said in the group as the commitment of a number is that of its journal. */
export const oneCommitment: DrawOracle = ofEach(draw => {
  const sealed = named(draw, 'sealed')
  if (sealed.length > 1) return `it has ${sealed.length} commitments.`
  const parts = named(draw, 'frozen').map(({ data }) => data.part)
  return new Set(parts).size < parts.length ? 'its list was frozen twice.' : undefined
})

/** No other commitment than those of the journal stands in the group. */
export const noOtherCommitment: DrawOracle = (draws, { seen }) => {
  const known = new Set(draws.flatMap(draw => named(draw, 'sealed').map(({ data }) => String(data.commit))))
  for (const entry of seen) {
    if (entry.is !== 'sent' || entry.to !== null || entry.file !== null) continue
    const strange = [...entry.text.matchAll(HEX)].find(([hash]) => !known.has(hash))
    if (strange) return `The group reads ${strange[0]}, which is the commitment of no draw.`
  }
  return undefined
}

/** What is drawn was in the group a minute before its round, by the platform's own record. */
export const inTheGroupInTime: DrawOracle = ofEach((draw, _, { seen }) => {
  const [sealed, drawn] = [one(draw, 'sealed'), one(draw, 'drawn')]
  if (!drawn) return undefined
  if (!sealed) return 'it was drawn from no list.'
  const until = timeOfRound(Number(sealed.data.round)) - BEFORE_ROUND_MS
  const commit = String(sealed.data.commit)
  const posted = seen.find(entry => entry.is === 'sent' && entry.to === null && entry.text.includes(commit))
  if (!posted) return 'it was drawn, and its commitment never stood in the group.'
  return posted.now > until ? `its commitment came ${posted.now - until} ms too late.` : undefined
})

/** Nothing is frozen before it has closed, and the round is the one that follows from the freeze. */
export const theRoundFollows: DrawOracle = ofEach((draw, _, { aheadMs }) => {
  const sealed = one(draw, 'sealed')
  if (!sealed) return undefined
  const frozenAt = Number(sealed.data.frozenAt)
  const round = Math.ceil((frozenAt + AFTER_FREEZE_MS - timeOfRound(1)) / 3_000) + 1
  if (Number(sealed.data.round) !== round) return `its round is ${sealed.data.round}, and not ${round}.`
  if (frozenAt < draw.closesAt) return `it was frozen at ${frozenAt}, and closes at ${draw.closesAt}.`
  return sealed.now + aheadMs < frozenAt ? 'it says that it was frozen in the future.' : undefined
})

/** It is void for want of a commitment only where nobody knew that it stood there. */
export const notPostedIsSo: DrawOracle = ofEach(draw => {
  const voided = one(draw, 'voided')
  if (voided?.data.reason === 'nobody' && named(draw, 'sealed').length > 0)
    return 'it is void for nobody, and has a list.'
  return voided?.data.reason === 'not-posted' && one(draw, 'posted') ? 'it is void as not posted, and was.' : undefined
})

/** From the time of its round on, when somebody may know the result, nobody gives a draw up. */
export const givenUpInTime: DrawOracle = ofEach(draw => {
  const [sealed, voided] = [one(draw, 'sealed'), one(draw, 'voided')]
  if (!sealed || voided?.data.reason !== 'owner') return undefined
  const late = Number(voided.data.at) - timeOfRound(Number(sealed.data.round))
  return late >= 0 ? `its owner gave it up ${late} ms after its round.` : undefined
})

/** No number is missing, and each names the one before. */
export const noNumberIsMissing: DrawOracle = draws => {
  let prev = '0'.repeat(64)
  for (const [index, { draw, announced }] of draws.entries()) {
    if (draw !== index + 1) return `After ${index} comes draw ${draw}.`
    if (announced.data.prev !== prev) return `Draw ${draw} does not follow the one before it.`
    prev = String(announced.data.link)
  }
  return undefined
}

/** Once it is over nothing happens with it any more; once it is void nothing is drawn. */
export const overIsOver: DrawOracle = (draws, record) => {
  const facts = factsIn(record)
  for (const draw of draws) {
    const voided = one(draw, 'voided')
    const after =
      voided && facts.find(({ at, type, data }) => at >= voided.at && data.draw === draw.draw && DRAWS.has(type))
    if (after) return `Draw ${draw.draw} is void, and then ${after.type}.`
    for (const name of ['announced', 'drawn', 'voided', 'finished', 'published'])
      if (named(draw, name).length > 1) return `Draw ${draw.draw} is ${name} twice.`
  }
  return undefined
}
const DRAWS = new Set(
  ['drawn', 'won', 'passed', 'claimed', 'sealed', 'entered', 'finished'].map(name => `lucky-draw/${name}`),
)
