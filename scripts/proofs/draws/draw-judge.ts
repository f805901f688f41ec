import type { Wrong } from '../sequence-report.ts'
import type { DrawRecordSeen } from './draw-record.ts'
import * as commitments from './oracles/commitments.ts'
import * as endings from './oracles/endings.ts'
import * as entries from './oracles/entries.ts'
import * as points from './oracles/points.ts'
import * as results from './oracles/results.ts'
import * as telling from './oracles/telling.ts'
import { type DrawOracle, drawsIn } from './reckoning.ts'

/** Each judges by the journal's words and by what the platform saw, and shares no code with what it judges. */
export const DRAW_ORACLES: Readonly<Record<string, DrawOracle>> = {
  'one commitment for a number': commitments.oneCommitment,
  'no other commitment in the group': commitments.noOtherCommitment,
  'in the group a minute before its round': commitments.inTheGroupInTime,
  'the round follows from the freeze': commitments.theRoundFollows,
  'void as not posted only when it was not': commitments.notPostedIsSo,
  'given up before its round': commitments.givenUpInTime,
  'no number is missing': commitments.noNumberIsMissing,
  'over is over': commitments.overIsOver,
  'every entry is a leaf': entries.everyEntryIsALeaf,
  'nobody else enters': entries.nobodyElseEnters,
  'who is gone is out': entries.whoIsGoneIsOut,
  'out for a reason': entries.outForAReason,
  'in time counts': entries.inTimeCounts,
  'proofs are accepted': results.proofsAreAccepted,
  'every result has a proof': results.everyResultHasAProof,
  'proofs say what the journal says': results.proofsSayTheSame,
  'passed on for a reason': results.passesHaveAReason,
  'claimed once, by the holder': results.claimedOnce,
  'told before it is claimed': telling.toldBeforeItIsClaimed,
  'the result before its proof': telling.resultBeforeProof,
  'nobody forgotten is shown': telling.nobodyForgottenIsShown,
  'paid once, and back once': points.paidOnceAndBackOnce,
  'nobody owes points': points.nobodyOwesPoints,
  'every draw ends': endings.itEnds,
  'calm ones are drawn': endings.calmOnesAreDrawn,
  'every prize ends': endings.everyPrizeEnds,
}

/** The first thing that is wrong, by each oracle. */
export function judge(record: DrawRecordSeen): readonly Wrong[] {
  const draws = drawsIn(record)
  return Object.entries(DRAW_ORACLES).flatMap(([oracle, look]) => {
    const says = look(draws, record)
    return says === undefined ? [] : [{ oracle, says }]
  })
}
