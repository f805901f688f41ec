import type { Instant } from '../../../src/events/ids.ts'
import type { AnyProvider } from '../../../src/host/provider.ts'
import { timeOfRound } from './beacon-times.ts'
import type { BeaconSetting } from './draw-setting.ts'

/** The beacon as somebody hears it whose relays are late, or silent. */
export function faultyBeacon(real: AnyProvider, beacon: BeaconSetting, now: () => Instant): AnyProvider {
  const provide: AnyProvider['provide'] = (request: { readonly round: number }, tools) => {
    const since = now() - timeOfRound(request.round)
    // Before its time nobody has it, whatever the bot's clock says.
    const isSilent = since < 0 || beacon.is === 'never' || (beacon.is === 'late' && since < beacon.byMs)
    if (isSilent) return Promise.reject(new Error('no relay has it yet'))
    return real.provide(request, tools)
  }
  return { ...real, provide }
}
