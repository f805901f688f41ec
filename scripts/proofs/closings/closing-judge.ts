import type { Wrong } from '../sequence-report.ts'
import type { ClosingRecord } from './closing-record.ts'
import * as endings from './oracles/endings.ts'
import * as removals from './oracles/removals.ts'
import { type ClosingOracle, closingsIn } from './reckoning.ts'

/** Each judges by the journal's words and by what the platform saw, and shares no code with what it judges. */
export const CLOSING_ORACLES: Readonly<Record<string, ClosingOracle>> = {
  'nobody outside the list': removals.onTheList,
  'not before the notice has stood': removals.afterTheNotice,
  'a veto counts': removals.notAfterAVeto,
  'a veto that is lost can be said again': removals.notSoonAfterLostWords,
  'what is over is over': removals.notAfterTheEnd,
  'no admin, teacher or owner': removals.notAnAdmin,
  'no buyer': removals.notABuyer,
  'a first order stops it': removals.notAfterAFirstOrder,
  'a chat that has moved stops it': removals.notAfterAMove,
  'not while an order waits': removals.notWhileUnmatched,
  'nobody twice': removals.once,
  'only with evidence': endings.onlyWithEvidence,
  'it ends': endings.itEnds,
  'the owner is told': endings.theOwnerIsTold,
  'stopped is as before': endings.stoppedIsUndone,
  'nobody is left silent': endings.nobodyIsLeftSilent,
  'given up when refused': endings.givenUpWhenRefused,
  'nobody is forgotten': endings.nobodyIsForgotten,
  'calm ones end': endings.calmOnesEnd,
}

/** The first thing that is wrong, by each oracle. */
export function judge(record: ClosingRecord): readonly Wrong[] {
  const closings = closingsIn(record)
  return Object.entries(CLOSING_ORACLES).flatMap(([oracle, look]) => {
    const says = look(closings, record)
    return says === undefined ? [] : [{ oracle, says }]
  })
}
