import { afterEach, describe, expect, test } from 'vitest'
import { isBeyondPlatform, type Outcome } from '../events/event.ts'
import type { MemberId, MessageId } from '../events/ids.ts'
import { type ListeningIntake, listeningIntake, type SentMessage } from './adapter.fixtures.ts'
import type { Adapter, Chat, Outgoing, Update } from './adapter.ts'
import { filesContract } from './files.contract.ts'

/**
 * A platform and an adapter to it, under test: a real one, or one that speaks the same protocol. What people do resolves
 * when the platform has it, whether or not the bot has heard of it.
 */
export interface AdapterDriver extends AsyncDisposable {
  /** Not started. Disposed of with the driver. */
  readonly adapter: Adapter
  /** A group that the bot is in, as an admin where the platform has admins. */
  readonly chat: Chat
  /** Somebody who is in the group. Only called before the start; whether their joining is reported does not matter. */
  member(name: string): Promise<MemberId>
  /** Somebody who is in no group. */
  stranger(name: string): Promise<MemberId>

  // What people do, in the group unless it says otherwise.
  says(member: MemberId, text: string): Promise<MessageId>
  /** Begins with a mention of somebody, as their phone writes it. */
  mentions(member: MemberId, whom: MemberId, rest: string): Promise<MessageId>
  /** Answers a message. Absent: the platform does not tell. */
  replies?(member: MemberId, to: MessageId, text: string): Promise<MessageId>
  /** Takes a name by which others mention them. Absent: there are no such names. */
  takesHandle?(member: MemberId, handle: string): Promise<void>
  saysPrivately(member: MemberId, text: string): Promise<void>
  joins(member: MemberId): Promise<void>
  leaves(member: MemberId): Promise<void>
  /** Somebody removes the bot from the group. Absent: the platform cannot tell. */
  removesBot?(): Promise<void>

  /** Every message of the bot that people can see, oldest first. */
  sent(): readonly SentMessage[]
  /** How often the platform was asked to send a message, react or act, whatever became of it. */
  calls(): number
  /** The platform acts on the next such call, and its answer is lost. */
  loseNextAnswer(): void
  /** The platform refuses the next such call: it does not act on it, and says so. */
  refuseNext(): void

  /** The connection breaks, until `reconnects`. Absent: it cannot be broken by itself. */
  disconnects?(): Promise<void>
  reconnects?(): Promise<void>
  /** Another adapter to the same account: that of the next process. Disposed of with the driver. */
  another(): Promise<Adapter>
  /** Lets a second pass where time is virtual. Absent: time is real. */
  pass?(): Promise<void>
}

/** Longest wait for what must come, in milliseconds: real platforms need a few round trips, and a second to hand in again. */
const WAIT_MS_MAX = 15_000

/** What every adapter promises. `open` starts from an empty platform each time. */
export function adapterContract(name: string, open: () => Promise<AdapterDriver>): void {
  const opened: AdapterDriver[] = []
  afterEach(async () => {
    for (const driver of opened.splice(0)) await driver[Symbol.asyncDispose]()
  })
  const prepare = async () => {
    const driver = await open()
    opened.push(driver)
    return { driver, adapter: driver.adapter, intake: listeningIntake() }
  }
  /** Everything is up and quiet, and somebody of that name is in the group. */
  const begin = async (name = 'Ann') => {
    const begun = await prepare()
    const member = await begun.driver.member(name)
    await begun.adapter.start(begun.intake)
    await until(begun.driver, () => begun.intake.isCaughtUp)
    return { ...begun, member }
  }

  describe(`${name}: what is heard`, () => {
    test('a message comes in with who said it, where, when and its own id', async () => {
      const { driver, intake, member } = await begin('小明')
      const message = await driver.says(member, '打卡 晨跑')
      await until(driver, () => said(intake).length > 0)
      expect(said(intake)).toEqual([
        expect.objectContaining({ chat: driver.chat.id, message, text: '打卡 晨跑', at: expect.any(Number) }),
      ])
      expect(said(intake)[0]).toMatchObject({ who: { member, name: '小明' } })
      expect(said(intake)[0]).not.toHaveProperty('private')
    })

    test('messages come in the order in which they were said', async () => {
      const { driver, intake, member } = await begin('Ann')
      const texts = Array.from({ length: 12 }, (_, index) => `message ${index}`)
      for (const text of texts) await driver.says(member, text)
      await until(driver, () => said(intake).length >= texts.length)
      expect(said(intake).map(({ text }) => text)).toEqual(texts)
      expect(new Set(said(intake).map(({ cause }) => cause)).size).toBe(texts.length)
    })

    test('who joins is reported with their name, who leaves as well', async () => {
      const { driver, intake } = await begin()
      const member = await driver.stranger('Ben')
      const about = (kind: 'joined' | 'left') => of(intake, kind).filter(({ who }) => who.member === member)
      await driver.joins(member)
      await until(driver, () => about('joined').length > 0)
      expect(about('joined')[0]).toMatchObject({ chat: driver.chat.id, who: { name: 'Ben' } })
      expect(about('left')).toEqual([])
      await driver.leaves(member)
      await until(driver, () => about('left').length > 0)
      expect(about('left')[0]).toMatchObject({ chat: driver.chat.id })
    })

    test('what is said to the bot alone is marked as private', async () => {
      const { driver, intake, member } = await begin('Cem')
      await driver.saysPrivately(member, 'hello')
      await until(driver, () => said(intake).length > 0)
      expect(said(intake)[0]).toMatchObject({ who: { member }, text: 'hello', private: true })
    })

    test('whom a mention means is told, and its text stays as it was', async () => {
      const { driver, intake, member } = await begin('Pia')
      const whom = await driver.stranger('小林')
      await driver.joins(whom)
      await driver.mentions(member, whom, '加油')
      await driver.says(member, '@小林 加油')
      await until(driver, () => said(intake).length === 2)
      const [meant, typed] = said(intake)
      expect(meant).toMatchObject({ who: { member }, mentions: [whom] })
      expect(meant?.text).toMatch(/^@小林[\s\u2005]加油$/u)
      // The control: letters alone mention nobody.
      expect(typed).not.toHaveProperty('mentions')
    })

    test('a reply tells whose message it answers, and is never to the bot', async ({ skip }) => {
      const { driver, adapter, intake, member } = await begin('Qin')
      if (!driver.replies) return skip('the platform does not tell')
      const whom = await driver.stranger('Rui')
      await driver.joins(whom)
      await driver.replies(member, await driver.says(whom, 'checked in'), 'well done')
      const outcome = await adapter.send(message(driver, 'from the bot'))
      const own = outcome.is === 'sent' ? outcome.message : undefined
      await driver.replies(member, own!, 'thank you')
      await until(driver, () => said(intake).length === 3)
      const [asked, toRui, toBot] = said(intake)
      expect(toRui).toMatchObject({ text: 'well done', replyTo: asked?.message, repliesTo: whom })
      expect(toBot).toMatchObject({ text: 'thank you', replyTo: own })
      expect(toBot).not.toHaveProperty('repliesTo')
    })

    test('the name by which others mention somebody comes with what they do', async ({ skip }) => {
      const { driver, intake, member } = await begin('Sol')
      if (!driver.takesHandle) return skip('the platform has no such names')
      const other = await driver.stranger('Tao')
      await driver.takesHandle(other, 'tao_runs')
      await driver.joins(other)
      await driver.says(other, 'hello')
      await driver.says(member, 'hello')
      await until(driver, () => said(intake).length === 2)
      const [named, nameless] = said(intake)
      const joined = of(intake, 'joined').find(({ who }) => who.member === other)
      expect([joined?.who.handle, named?.who.handle]).toEqual(['tao_runs', 'tao_runs'])
      expect(nameless?.who.handle).toBeNull()
    })

    test('the bot hears that it was removed', async ({ skip }) => {
      const { driver, intake } = await begin()
      if (!driver.removesBot) return skip('the platform cannot tell')
      await driver.removesBot()
      const isGone = () => of(intake, 'standing').at(-1)?.standing.is === 'gone'
      await until(driver, isGone)
      expect(of(intake, 'standing').at(-1)).toMatchObject({ chat: driver.chat.id })
    })

    test('what the bot says itself does not come back', async () => {
      const { driver, adapter, intake, member } = await begin('Dora')
      await adapter.send(message(driver, 'from the bot'))
      await driver.says(member, 'from Dora')
      await until(driver, () => said(intake).length > 0)
      expect(said(intake).map(({ text }) => text)).toEqual(['from Dora'])
    })
  })

  describe(`${name}: nothing is lost`, () => {
    test('one batch is handed in at a time', async () => {
      const { driver, intake, member } = await begin('Eve')
      const release = intake.hold()
      const { takes } = intake
      await driver.says(member, 'first')
      await until(driver, () => intake.takes > takes)
      await driver.says(member, 'second')
      release()
      await until(driver, () => said(intake).length === 2)
      expect(intake.takesAtOnceMax).toBe(1)
    })

    test('what was refused is handed in again, before what comes after it', async () => {
      const { driver, intake, member } = await begin('Fay')
      intake.refuse(2)
      await driver.says(member, 'first')
      await until(driver, () => intake.refused > 0)
      await driver.says(member, 'second')
      await until(driver, () => said(intake).length >= 2)
      expect(said(intake).map(({ text }) => text)).toEqual(['first', 'second'])
    })

    test('what was not taken before the end comes to the next process', async ({ skip }) => {
      const { driver, adapter, intake, member } = await begin('Gus')
      if (!adapter.capabilities.redelivers) return skip('the platform sends nothing twice')
      intake.refuse(Number.POSITIVE_INFINITY)
      await driver.says(member, 'kept')
      await until(driver, () => intake.refused > 0)
      await adapter[Symbol.asyncDispose]()
      const next = listeningIntake()
      await (await driver.another()).start(next)
      await until(driver, () => next.isCaughtUp)
      expect(said(next).map(({ text }) => text)).toEqual(['kept'])
    })

    test('what was taken does not come to the next process', async () => {
      const { driver, adapter, intake, member } = await begin('Hua')
      await driver.says(member, 'taken')
      await until(driver, () => said(intake).length === 1)
      await adapter[Symbol.asyncDispose]()
      const next = listeningIntake()
      await (await driver.another()).start(next)
      await until(driver, () => next.isCaughtUp)
      await driver.says(member, 'new')
      await until(driver, () => said(next).length > 0)
      expect(said(next).map(({ text }) => text)).toEqual(['new'])
    })

    test('what was said while nobody listened is handed in before the backlog counts as read', async ({ skip }) => {
      const { driver, adapter, intake } = await prepare()
      if (!adapter.capabilities.redelivers) return skip('the platform keeps nothing')
      const member = await driver.member('Ida')
      for (let index = 0; index < 130; index += 1) await driver.says(member, `${index}`)
      await adapter.start(intake)
      await until(driver, () => intake.isCaughtUp)
      expect(intake.saidAtCaughtUp).toBe(130)
    })

    test('a broken connection is told, and what was said meanwhile comes after it', async ({ skip }) => {
      const { driver, adapter, intake, member } = await begin('Jan')
      if (!driver.disconnects || !driver.reconnects) return skip('it cannot be broken')
      await driver.disconnects()
      await until(driver, () => intake.told.includes('disconnected'))
      await driver.says(member, 'meanwhile')
      await driver.reconnects()
      await until(driver, () => intake.told.lastIndexOf('connected') > intake.told.lastIndexOf('disconnected'))
      await driver.says(member, 'afterwards')
      await until(driver, () => said(intake).some(({ text }) => text === 'afterwards'))
      const expected = adapter.capabilities.redelivers ? ['meanwhile', 'afterwards'] : ['afterwards']
      expect(said(intake).map(({ text }) => text)).toEqual(expected)
    })
  })

  describe(`${name}: what is sent`, () => {
    test('a message stands in the group once', async () => {
      const { driver, adapter } = await begin()
      const outcome = await adapter.send(message(driver, '早上好 👋'))
      expect(outcome).toMatchObject({ is: 'sent', at: expect.any(Number) })
      expect(driver.sent()).toEqual([expect.objectContaining({ text: '早上好 👋' })])
      expect(driver.sent()[0]).not.toHaveProperty('to')
      expect(driver.calls()).toBe(1)
    })

    test('an answer refers to what it answers, where the platform can', async ({ skip }) => {
      const { driver, adapter, intake, member } = await begin('Kai')
      if (!adapter.capabilities.replies) return skip('the platform has no replies')
      const replyTo = await driver.says(member, 'question')
      await until(driver, () => said(intake).length > 0)
      await adapter.send({ ...message(driver, 'answer'), replyTo })
      expect(driver.sent()).toEqual([expect.objectContaining({ text: 'answer', replyTo })])
    })

    test('a private message goes to its member alone', async () => {
      const { driver, adapter, intake, member } = await begin('Lea')
      await driver.saysPrivately(member, 'hello')
      await until(driver, () => said(intake).length > 0)
      const outcome = await adapter.send({ ...message(driver, 'hello, Lea'), chat: { ...driver.chat, member } })
      expect(outcome).toMatchObject({ is: 'sent' })
      expect(driver.sent()).toEqual([expect.objectContaining({ text: 'hello, Lea', to: member })])
    })

    test('what the platform refuses has failed, and is not tried again', async () => {
      const { driver, adapter } = await begin()
      driver.refuseNext()
      expect(await adapter.send(message(driver, 'refused'))).toMatchObject({ is: 'failed' })
      expect([driver.calls(), driver.sent()]).toEqual([1, []])
    })

    test('a lost answer is unknown, and is not tried again', async () => {
      const { driver, adapter } = await begin()
      driver.loseNextAnswer()
      expect(await outcomeOf(adapter, message(driver, 'once'))).toMatchObject({ is: 'unknown' })
      expect([driver.calls(), driver.sent().length]).toEqual([1, 1])
    })

    test('an action that no platform knows has failed for good', async () => {
      const { driver, adapter } = await begin()
      const outgoing: Outgoing = { kind: 'action', chat: driver.chat, action: 'paint-it-green', data: {} }
      expect(await adapter.send(outgoing)).toMatchObject({ is: 'failed', again: false })
      expect(driver.sent()).toEqual([])
    })

    test('what the platform is said not to do has failed for good', async () => {
      const { driver, adapter, member } = await begin('Mo')
      const act = (action: string, data: object): Outgoing => ({ kind: 'action', chat: driver.chat, action, data })
      const { reactions, removal, mute, inviteLinks } = adapter.capabilities
      const reaction: Outgoing = { kind: 'reaction', chat: driver.chat, message: '1' as MessageId, emoji: '🔥' }
      if (!reactions) expect(await adapter.send(reaction)).toMatchObject({ is: 'failed', again: false })
      const wanted: readonly (readonly [boolean, Outgoing])[] = [
        [removal, act('remove', { member })],
        [mute, act('restrict', { member, until: null })],
        [mute, act('readOnly', { on: true })],
        [inviteLinks, act('inviteLink', { name: 'autumn' })],
      ]
      for (const [isAble, outgoing] of wanted) {
        if (isAble) continue
        const outcome = await adapter.send(outgoing)
        expect(outcome).toMatchObject({ is: 'failed', again: false })
        expect(outcome.is === 'failed' && isBeyondPlatform(outcome.reason)).toBe(true)
      }
    })

    test('a link by which people join is made and told, where the platform has them', async ({ skip }) => {
      const { driver, adapter } = await begin()
      if (!adapter.capabilities.inviteLinks) return skip('the platform has none')
      const data = { name: '下一站：秋日晨读营，连续二十一天每天读三十页书的大家庭📚' }
      const outcome = await adapter.send({ kind: 'action', chat: driver.chat, action: 'inviteLink', data })
      expect(outcome).toMatchObject({ is: 'sent', link: expect.stringMatching(/^https:\/\/\S+$/) })
    })
  })

  filesContract(name, begin)

  describe(`${name}: the end`, () => {
    test('nothing is handed in afterwards, and a second end changes nothing', async () => {
      const { driver, adapter, intake, member } = await begin('Nia')
      await driver.says(member, 'before')
      await until(driver, () => said(intake).length === 1)
      await adapter[Symbol.asyncDispose]()
      await adapter[Symbol.asyncDispose]()
      const { takes } = intake
      await driver.says(member, 'after')
      // The control: the same words reach whoever listens now.
      const next = listeningIntake()
      await (await driver.another()).start(next)
      await until(driver, () => next.isCaughtUp)
      await driver.says(member, 'later')
      await until(driver, () => said(next).some(({ text }) => text === 'later'))
      expect(intake.takes).toBe(takes)
    })

    test('it waits for what is being taken', async () => {
      const { driver, adapter, intake, member } = await begin('Oda')
      const release = intake.hold()
      const { takes } = intake
      await driver.says(member, 'under way')
      await until(driver, () => intake.takes > takes)
      let hasEnded = false
      const end = adapter[Symbol.asyncDispose]().then(() => {
        hasEnded = true
      })
      await new Promise(resolve => setImmediate(resolve))
      expect(hasEnded).toBe(false)
      release()
      await end
      expect(said(intake).map(({ text }) => text)).toEqual(['under way'])
    })
  })
}

function message({ chat }: AdapterDriver, text: string) {
  return { kind: 'message', chat, text, mentions: [] } as const
}

/** An error is an unknown outcome as well: that is the contract of `send`. */
const outcomeOf = (adapter: Adapter, outgoing: Outgoing): Promise<Outcome> =>
  adapter.send(outgoing).catch(error => ({ is: 'unknown', reason: String(error) }))

function of<K extends Update['kind']>(intake: ListeningIntake, kind: K): readonly Extract<Update, { kind: K }>[] {
  return intake.heard.filter(update => update.kind === kind) as Extract<Update, { kind: K }>[]
}
const said = (intake: ListeningIntake) => of(intake, 'said')

async function until(driver: AdapterDriver, isSo: () => boolean): Promise<void> {
  const look = async () => {
    if (!isSo()) await driver.pass?.()
    return isSo()
  }
  await expect.poll(look, { timeout: WAIT_MS_MAX, interval: 10 }).toBe(true)
}
