/** The times of the beacon, written down once more: what judges a draw does not ask the code that drew. */
const GENESIS_MS = 1_692_803_367_000
const PERIOD_MS = 3_000

export const timeOfRound = (round: number): number => GENESIS_MS + (round - 1) * PERIOD_MS
/** The commitment has to stand in the group so long before its round, in milliseconds. */
export const BEFORE_ROUND_MS = 60_000
/** From the freeze to the round, in milliseconds. */
export const AFTER_FREEZE_MS = 900_000
