import type { Setting } from '../setting.ts'
import type { Oracle } from '../watching.ts'
import { attendanceOracle } from './attendance.ts'
import { broadcastsOracle } from './broadcasts.ts'
import { closingsOracle } from './closings.ts'
import { commentsOracle } from './comments.ts'
import { dailyOracle } from './daily.ts'
import { deliveriesOracle } from './deliveries.ts'
import { deskOracle } from './desk.ts'
import { exchangeOracle } from './exchange.ts'
import { freezesOracle } from './freezes.ts'
import { introductionsOracle } from './introductions.ts'
import { ledgerOracle } from './ledger.ts'
import { makeUpsOracle } from './make-ups.ts'
import { causesOracle, confirmingOracle } from './order.ts'
import { ordersOracle } from './orders.ts'
import { pacingOracle } from './pacing.ts'
import { pointsOracle } from './points.ts'
import { questionsOracle, undoOracle } from './questions.ts'
import { quietOracle } from './quiet.ts'
import { receiptsOracle } from './receipts.ts'
import { patienceOracle, repliesOracle } from './replies.ts'
import { catchingUpOracle, outagesOracle, schedulesOracle } from './time.ts'
import { clockOracle, outageOnceOracle, postponedOracle, silenceOracle } from './time-order.ts'
import { truthOracle } from './truth.ts'
import { welcomesOracle } from './welcomes.ts'

/** Everybody who judges a campaign. */
export function oraclesFor(setting: Setting): readonly Oracle[] {
  return [
    pointsOracle(setting),
    attendanceOracle(setting),
    broadcastsOracle(),
    deliveriesOracle(setting),
    truthOracle(),
    receiptsOracle(),
    repliesOracle(),
    patienceOracle(),
    closingsOracle(),
    causesOracle(),
    confirmingOracle(),
    pacingOracle(),
    catchingUpOracle(),
    schedulesOracle(setting),
    dailyOracle(setting),
    outagesOracle(setting),
    outageOnceOracle(),
    clockOracle(),
    postponedOracle(),
    silenceOracle(),
    exchangeOracle(),
    deskOracle(),
    ledgerOracle(setting),
    freezesOracle(setting),
    makeUpsOracle(setting),
    ordersOracle(setting),
    questionsOracle(),
    undoOracle(),
    introductionsOracle(setting),
    commentsOracle(setting),
    welcomesOracle(),
    quietOracle(),
  ]
}
