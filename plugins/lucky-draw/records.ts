/** Prizes of one draw, all of them together. */
export const PRIZES_MAX = 50
/** Alternates of one draw. */
export const ALTERNATES_MAX = 50
/** Draws that people of one group can enter at the same time. */
export const OPEN_DRAWS_MAX = 5

export const SOURCES = ['file', 'typed', 'hourly', 'again'] as const
export const WITHDREW_FOR = ['left', 'asked', 'erased', 'not-eligible'] as const
export type WithdrewFor = (typeof WITHDREW_FOR)[number]
export const VOID_FOR = ['nobody', 'not-posted', 'cancelled', 'owner', 'gone'] as const
export type VoidFor = (typeof VOID_FOR)[number]
/** Why a prize goes to the next alternate. */
export const PASSED_FOR = ['left', 'unclaimed', 'declined', 'erased'] as const
export type PassedFor = (typeof PASSED_FOR)[number]

export type Phase =
  /** It has a number; whether the announcement stands in the group is not known yet. People can enter. */
  | 'announced'
  | 'open'
  /** The list is fixed, and the notice is on its way. */
  | 'sealed'
  /** The notice stands in the group; its round is waited for. */
  | 'posted'
  /** The result is known, and on its way. */
  | 'drawn'
  /** The result stands in the group; prizes are being claimed. */
  | 'published'
  | 'finished'
  | 'void'

/** Why an owner gives up a draw whose list is fixed. Everybody reads it. */
export const OWNERS_REASONS = ['prize', 'mistake', 'other'] as const
export type OwnersReason = (typeof OWNERS_REASONS)[number]

/** What is wrong with a signature that somebody pasted. */
export type SignatureMistake = 'not-hex' | 'length' | 'early' | 'other-round' | 'not-signed'

/** What somebody lacks to take part. `streak`, `member`: they need so many days, and have so many. */
export type Lack =
  | { readonly is: 'streak' | 'member'; readonly needs: number; readonly has: number }
  | { readonly is: 'buyer' | 'staff' }
