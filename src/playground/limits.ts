/** So many people a playground has at most: beyond that nobody waits for its history. */
export const MEMBERS_MAX = 500
