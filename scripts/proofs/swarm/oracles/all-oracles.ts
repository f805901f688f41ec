import type { Setting } from '../setting.ts'
import type { Oracle } from '../watching.ts'
import { attendanceOracle } from './attendance.ts'
import { broadcastsOracle } from './broadcasts.ts'
import { closingsOracle } from './closings.ts'
import { dailyOracle } from './daily.ts'
import { deliveriesOracle } from './deliveries.ts'
import { deskOracle } from './desk.ts'
import { exchangeOracle } from './exchange.ts'
import { causesOracle, confirmingOracle } from './order.ts'
import { pacingOracle } from './pacing.ts'
import { pointsOracle } from './points.ts'
import { receiptsOracle } from './receipts.ts'
import { patienceOracle, repliesOracle } from './replies.ts'
import { catchingUpOracle, outagesOracle, schedulesOracle } from './time.ts'
import { clockOracle, outageOnceOracle, postponedOracle, silenceOracle } from './time-order.ts'
import { truthOracle } from './truth.ts'

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
  ]
}
