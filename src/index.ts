export { drawCloses, drawsOn, drawTimes } from './content/draw-times.ts'
export { firstFit, planDays, slotTimes } from './content/planner.ts'
export { highestShare } from './content/planner-shares.ts'
export type { PlannedDay, PlannedSlot, Planning, Why } from './content/planner-types.ts'
export { type ConfigDefinition, type DefaultPlan, defineConfig } from './define-config.ts'
export { nearest } from './did-you-mean.ts'
export {
  CHAINS,
  type Chain,
  type ChainName,
  NOTICE_BEFORE_ROUND_MS,
  noticeDeadline,
  ROUND_AFTER_FREEZE_MS,
  roundAt,
  roundOfFreeze,
  timeOfRound,
} from './draw/chains.ts'
export { drawIdOf, type LeafParts, leafOf, type ReceiptParts, receiptOf, saltOf } from './draw/leaves.ts'
export { commitOf, DrawManifest, type DrawPlace, linkOf, NO_LINK } from './draw/manifest.ts'
export { rootOf } from './draw/merkle.ts'
export { type Picking, pickFrom } from './draw/pick.ts'
export {
  type DrawInSequence,
  type DrawPass,
  DrawProof,
  type Opening,
  type ProofParts,
  proofOf,
  proofText,
} from './draw/proof.ts'
export { DrawRules, prizesOf, rulesHashOf } from './draw/rules.ts'
export { isSignature, rehearsalSignature } from './draw/signature.ts'
export { type EventOf, isBeyondPlatform, type Role } from './events/event.ts'
export { addDays, daysBetween, GroupId, Instant, LocalDay, LocalTime, MemberId, MessageId, Zone } from './events/ids.ts'
export { Money, Order, OrderId } from './events/order.ts'
export {
  type Content,
  type ContentPlatform,
  type DrawFile,
  type DrawPrize,
  type Icebreaker,
  OFFER_KINDS,
  type Offer,
  type OfferKind,
  type PlanDefinition,
  type PlannedDraw,
  type PlannedPost,
  type PlanVersion,
  type Post,
  type PostKind,
  type ShopItem,
  type Welcome,
} from './host/content.ts'
export type { Asker, Context, ContextOf, DueDelivery, Told } from './host/context.ts'
export { DAYS_SHOWN, daysUntil, firstDayOf } from './host/core/days-shown.ts'
export { deliveries } from './host/core/deliveries.ts'
export { type Membership, membership } from './host/core/membership.ts'
export { isErased, membersEver, membersNow, runsTheGroup, stepOf } from './host/core/people-counted.ts'
export { plans, type RunningPlan, runningPlan } from './host/core/plans.ts'
export { posts } from './host/core/posts.ts'
export { setup } from './host/core/setup.ts'
export { days } from './host/core/time.ts'
export { csvCell } from './host/csv-cell.ts'
export {
  acknowledge,
  act,
  type Button,
  type Confirmed,
  type Decision,
  type DueAnswer,
  graveQuestion,
  operate,
  post,
  postpone,
  question,
  send,
  type Undoing,
  withdraw,
} from './host/decision.ts'
export { personal } from './host/fact-schema.ts'
export type { Both, Figure, FigureCell, FigureContent, FigureDay } from './host/figure.ts'
export {
  CAP_DEFAULT,
  type CapAnswer,
  type CapRule,
  type Count,
  isWithin,
  mayAdvertise,
  percent,
  ruleOn,
  type SentPost,
} from './host/marketing-cap.ts'
export { defineMessages, type Naming, safeName } from './host/messages.ts'
export { definePlugin, type Plugin } from './host/plugin.ts'
export type { Card, CardSection, DaysOf, FigurePart, MadeFile, Period } from './host/plugin-parts.ts'
export { defineProvider } from './host/provider.ts'
export { defineSlice, type Fact, type SliceState } from './host/slice.ts'
export { defineView } from './host/view.ts'
