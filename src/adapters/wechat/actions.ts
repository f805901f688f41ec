import { beyondPlatform, type Outcome } from '../../events/event.ts'
import type { ChatId, MemberId } from '../../events/ids.ts'
import type { Clock } from '../../scheduler/clock.ts'
import type { Capabilities } from '../adapter.ts'
import { refused } from './outcomes.ts'
import { contactOf } from './people.ts'
import type { Puppet } from './puppet.ts'
import type { Timing } from './wechat-options.ts'
import { pause } from './within.ts'

/** Makes one call in time, and says which it was when it does not come back. */
export type Ask = <T>(what: string, make: () => Promise<T>) => Promise<T>

export interface Room {
  readonly puppet: Puppet
  readonly id: ChatId
  readonly ask: Ask
}

export interface ActionOptions {
  readonly capabilities: Capabilities
  readonly canLeave: boolean
  readonly clock: Clock
  readonly timing: Timing
}

/** How often it is looked at whether a removed member is gone: the list of members lags behind. */
const LOOKS_MAX = 3

/** Does what a room can be asked. Each is safe to do twice. Throws what the puppet throws. */
export async function perform(room: Room, action: string, data: object, options: ActionOptions): Promise<Outcome> {
  const { capabilities, canLeave, clock } = options
  if (action === 'leave') {
    if (!canLeave)
      return refused(beyondPlatform('the bot cannot leave a room with this provider, and a person has to take it out'))
    await room.ask('leaving', () => room.puppet.roomQuit(room.id))
    return { is: 'sent', at: clock.now() }
  }
  if (action !== 'remove' && action !== 'readmit') return refused(beyondPlatform(`WeChat has no "${action}"`))
  const { member } = data as { readonly member?: MemberId }
  const contact = member && contactOf(member)
  if (contact === undefined) return refused('That member is on another platform.')
  // Who cannot be removed cannot be brought back either: the call is not carried out, or reaches somebody else.
  if (!capabilities.removal) return refused(beyondPlatform('this provider removes nobody and adds nobody'))
  return action === 'remove' ? remove(room, contact, options) : readmit(room, contact, options)
}

/** A removal counts when the member is gone: some puppets take the call and do nothing, as WeChat does to who may not. */
async function remove(room: Room, contact: string, { clock, timing }: ActionOptions): Promise<Outcome> {
  if (!(await isThere(room, contact))) return { is: 'sent', at: clock.now() }
  await room.ask('removing a member', () => room.puppet.roomDel(room.id, contact))
  for (let look = 1; look <= LOOKS_MAX; look += 1) {
    // What `room.sync()` does: the gateway's list is otherwise the one from before.
    await room.ask('the room anew', () => room.puppet.roomPayloadDirty(room.id))
    if (!(await isThere(room, contact))) return { is: 'sent', at: clock.now() }
    if (look < LOOKS_MAX) await pause(timing.againMs, new AbortController().signal)
  }
  // Perhaps they are gone by the next attempt, which looks first.
  const reason = 'The member is still on the list. It may be late, or the bot is neither owner nor admin of the room.'
  return { is: 'failed', reason, again: true }
}

async function readmit(room: Room, contact: string, { clock }: ActionOptions): Promise<Outcome> {
  if (!(await isThere(room, contact))) {
    await room.ask('adding a member', () => room.puppet.roomAdd(room.id, contact, false))
  }
  // Above 40 members they have to accept first, so that they are not there yet proves nothing.
  return { is: 'sent', at: clock.now() }
}

async function isThere(room: Room, contact: string): Promise<boolean> {
  return (await room.ask('the members', () => room.puppet.roomMemberList(room.id))).includes(contact)
}
