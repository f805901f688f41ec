import { type Button, type Instant, type MemberId, post } from 'bonfire'
import {
  type Answer,
  type Asked,
  type ConversionContext,
  HOUR_MS,
  isReachable,
  type Saying,
  shownTime,
} from './context.ts'
import { conversion } from './facts.ts'
import { linksFor } from './links.ts'
import { clockOf } from './newcomers.ts'
import { hindranceOf, leftOf } from './offers.ts'
import { tellOfWanting } from './wanting.ts'
import type { OfferLine, OwnClaim } from './wordings.ts'

const { facts } = conversion

/** Offers that one answer lists, the latest first: as many as have a button. */
const LISTED_MAX = 6
const LABEL_CHARS_MAX = 64

/** `/offer`, and `/offer 2`. */
export function visitOffers(context: Asked, { number }: { readonly number?: number | undefined }): Answer {
  return number === undefined ? showOffers(context) : take(context, number)
}

// What there is

function showOffers(context: Asked): Answer {
  const { state, say, member } = context
  const open = state.group.open.filter(offer => context.now < state.offers.of(offer).until).slice(-LISTED_MAX)
  const clock = context.private ? clockOf(context, member) : null
  // Nothing is said in the group of who has bought.
  const mine = context.private ? claimsOf(context, member) : []
  if (open.length === 0 && clock === null && mine.length === 0) return [say.noOffers()]
  const lines = open.map(offer => shownIn(context, lineOf(context, offer, member)))
  const example = lines.find(({ hindrance }) => hindrance === null)?.number ?? null
  const saying = say.offers({ lines, mine, clock: clock?.line ?? null, example })
  // In a topic only what answers whoever asked stays where it was asked.
  if (!context.private && context.topic !== undefined) return [saying]
  const { buttons, coded } = ownButtons(context, clock?.offer ?? null)
  const wanted = lines.filter(({ hindrance }) => hindrance === null).map(line => takeButton(context, line))
  const all = [...wanted, ...buttons].slice(0, LISTED_MAX)
  if (all.length === 0) return [saying]
  return [...coded, post(saying, { class: 'answer', to: context.private ? { member } : 'group', buttons: all })]
}

function takeButton({ member, locale }: Asked, { number, title }: OfferLine): Button {
  const label = [...(locale === 'zh-CN' ? `要一份：${title}` : `One of: ${title}`)].slice(0, LABEL_CHARS_MAX).join('')
  return { label, says: `/offer ${number}`, by: member }
}

/** In the group every line looks the same to everybody: what somebody may have tells what they have bought. */
const shownIn = ({ private: isPrivate }: Asked, line: OfferLine): OfferLine =>
  isPrivate ? line : { ...line, hindrance: line.left === 0 ? 'closed' : null }

/** In private the links of the only offer there is, or of what they have taken. */
function ownButtons(context: Asked, clock: string | null) {
  const { state, member } = context
  const latest = state.members.of(member).claims.at(-1)
  const offer = clock ?? (latest === undefined ? null : state.claims.of(latest).offer)
  if (!context.private || offer === null) return { buttons: [], coded: [] }
  return linksFor(context, member, offer, 'private')
}

/** One line of the list, as one member sees it. */
export function lineOf(context: ConversionContext, offer: string, member: MemberId): OfferLine {
  const record = context.state.offers.of(offer)
  const hindrance = hindranceOf(context, member, offer)
  return {
    ...wordsOf(context, offer),
    ...{ number: record.run, kind: record.kind, price: record.price && { ...record.price } },
    ...{ left: leftOf(record), until: shownTime(context, record.until), hindrance },
    terms: termsFor(record),
  }
}
const termsFor = ({
  perMember,
  newcomerDays,
  memberDays,
  streakDays,
}: ReturnType<ConversionContext['state']['offers']['of']>) => ({
  ...{ perMember, newcomerDays, memberDays, streakDays },
})

/** What ops have written of it. Its file may be gone: then there is its id. */
export function wordsOf({ content }: Pick<ConversionContext, 'content'>, id: string) {
  const offer = content.offer(id)
  return { title: offer?.title ?? id, for: offer?.for ?? null, exclusive: offer?.exclusive ?? null }
}

/** Codes of coupons are for their owner alone. */
function claimsOf(context: Asked, member: MemberId): readonly OwnClaim[] {
  const { state } = context
  return state.members
    .of(member)
    .claims.slice(-LISTED_MAX)
    .map(number => {
      const { offer, until, code, state: is } = state.claims.of(number)
      const { title } = wordsOf(context, offer)
      return {
        ...{ title, code, isPaid: is === 'paid', isKept: state.offers.of(offer).stock !== null },
        until: until === null ? null : shownTime(context, until),
      }
    })
}

// Taking one

/** A command among the choices tells more of the offer, and is no way to have it. */
const isNextStep = ({ url, opens }: Button) => url !== undefined || opens !== undefined

function take(context: Asked, number: number): Answer {
  const { state, say, member, now } = context
  const offer = state.group.open.find(open => state.offers.of(open).run === number)
  if (offer === undefined) return [say.closed()]
  const refusal = refusalOf(context, offer)
  if (refusal) return [refusal]
  const { run, kind } = state.offers.of(offer)
  const claim = state.group.claims + 1
  const until = keptUntil(context, offer)
  const code = kind === 'coupon' ? context.token(`coupon:${claim}`) : null
  const { buttons, coded } = linksFor(context, member, offer, context.private ? 'private' : 'group')
  const { title } = wordsOf(context, offer)
  const params = {
    ...{ title, until: until && shownTime(context, until), isKept: state.offers.of(offer).stock !== null },
    ...{ hasLinks: buttons.some(isNextStep), isByHand: state.group.source === 'manual' },
  }
  const isShown = context.private
  return [
    facts.taken({ claim, offer, run, member, at: now, until, code }),
    until !== null && context.wakeAt('release', until, { claim }),
    ...tellOfWanting(context),
    ...coded,
    post(say.taken({ ...params, code: isShown ? code : null, hasCode: code !== null }), {
      class: 'receipt',
      to: isShown ? { member } : 'group',
      buttons,
    }),
    // Where everybody reads along, the code comes by itself.
    !isShown &&
      code !== null &&
      isReachable(context, member) &&
      post(say.coupon({ title, code }), { class: 'receipt', to: { member } }),
  ]
}

/**
 * A coupon is theirs. Of what there is only so much, one falls back when it is not paid; of everything else, and where
 * nobody hears of orders, nothing runs out before the offer ends.
 */
function keptUntil({ state, config, now }: Asked, offer: string): Instant | null {
  const { kind, until, stock } = state.offers.of(offer)
  if (kind === 'coupon') return null
  const reserved = now + config.reserveHours * HOUR_MS
  return (stock === null || state.group.source === 'none' ? until : Math.min(reserved, until)) as Instant
}

function refusalOf(context: Asked, offer: string): Saying | null {
  const { state, say, member } = context
  if (context.anonymous) return say.closed()
  const hindrance = hindranceOf(context, member, offer)
  if (hindrance === null) return null
  if (hindrance === 'closed' || hindrance === 'not-here') return say.closed()
  const { title } = wordsOf(context, offer)
  // One answer for all that is wanting: a special one for whoever has bought would tell everybody.
  if (!context.private) return say.privately({ title })
  return say.cannot({ title, hindrance, ...termsFor(state.offers.of(offer)) })
}

/** Not paid in time: it is anybody's again. */
export function release(context: ConversionContext, { claim }: { readonly claim: number }): Answer {
  const { state, say, now } = context
  const { member, offer, run, state: is, until } = state.claims.of(claim)
  if (is !== 'held' || member === null || until === null || now < until) return []
  const isOpen = state.offers.of(offer).isOpen && now < state.offers.of(offer).until
  return [
    facts.released({ claim, offer, run, member, at: now, reason: 'unpaid' }),
    isOpen &&
      isReachable(context, member) &&
      post(say.released(wordsOf(context, offer)), { class: 'notice', to: { member } }),
  ]
}
