import type { CampaignEvent } from './events.ts'
import type { Random } from './random.ts'
import { longCheckInText, longTalkText, shortCheckInText } from './sayings.ts'
import { MINUTE_MS, SECOND_MS, type Setting } from './setting.ts'

type Says = CampaignEvent & { is: 'says' }
/** A text or a photo completes a check-in for so long. */
const COMPLETES_MS = 10 * MINUTE_MS

/** How somebody checks in: mostly as the plan wants it, at once or in two messages; sometimes not. */
export function checkInAt(
  { rules: { noteCharsMin } }: Setting,
  random: Random,
  who: number,
  time: number,
  isPrivate = false,
): readonly Says[] {
  const at = Math.floor(time)
  const says = (text: string, afterMs = 0, more: Partial<Says> = {}): Says => ({
    ...{ at: at + afterMs, is: 'says', who, text, private: isPrivate },
    ...more,
  })
  const word = () => shortCheckInText(random)
  const isPlain = noteCharsMin === 0 ? random.chance(0.9) : random.chance(0.6)
  if (isPlain) return [says(noteCharsMin === 0 ? word() : longCheckInText(random))]
  const afterMs = random.chance(0.8)
    ? random.int(SECOND_MS, COMPLETES_MS - MINUTE_MS)
    : COMPLETES_MS + random.int(-2, 2) * SECOND_MS
  switch (random.int(0, 5)) {
    case 0:
      return [says(word(), 0, { photo: true })]
    case 1:
      return [says(word()), says('', afterMs, { photo: true })]
    case 2:
      return [says('', 0, { photo: true }), says(word(), afterMs)]
    case 3:
      return [says(word()), says(longTalkText(random), afterMs)]
    case 4:
      return [says(word())]
    default:
      return [says(longCheckInText(random))]
  }
}
