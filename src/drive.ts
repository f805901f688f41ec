import type { Account } from './account.ts'
import type { Instant } from './events/ids.ts'
import { createAlarm } from './scheduler/alarm.ts'
import type { Clock } from './scheduler/clock.ts'

/** Lets an account do what is due, in real time: after every change, and when its next instant has come. */
export function drive(account: Account, clock: Clock, onError: (error: unknown) => void): Disposable {
  let isPumping = false
  let isClosed = false
  let armedFor: Instant | null = null
  const alarm = createAlarm({ clock, onWake: pump, onError })

  function pump(): void {
    isPumping = false
    if (isClosed) return
    account.pump()
    const next = account.nextAt()
    // What is due already has its turn when the event loop comes round; the alarm is for what has to wait.
    if (next !== null && next <= clock.now()) pumpSoon()
    else if (next !== armedFor) {
      armedFor = next
      alarm.set(next)
    }
  }
  function pumpSoon(): void {
    if (isPumping || isClosed) return
    isPumping = true
    setImmediate(() => {
      try {
        pump()
      } catch (error) {
        onError(error)
      }
    })
  }
  account.onChange(pumpSoon)
  pumpSoon()
  return {
    [Symbol.dispose]() {
      isClosed = true
      alarm[Symbol.dispose]()
    },
  }
}
