import { afterEach, describe, expect, test } from 'vitest'
import { listeningIntake } from '../adapter.fixtures.ts'
import { chatOf } from './identity.ts'
import { type Lab, LIBRARIES, member, openLab, QUICK } from './telegram.fixtures.ts'

const labs: Lab[] = []
afterEach(async () => {
  for (const lab of labs.splice(0)) await lab[Symbol.asyncDispose]()
})
async function open(...given: Parameters<typeof openLab>): Promise<Lab> {
  const lab = await openLab(...given)
  labs.push(lab)
  return lab
}
const warnings = ({ log }: Lab) => log.entries.filter(({ level }) => level !== 'info').map(({ sentence }) => sentence)
const texts = ({ intake }: Lab) => intake.heard.flatMap(update => (update.kind === 'said' ? [update.text] : []))
const polls = ({ api }: Lab) => api.calls.filter(({ method }) => method === 'getUpdates')

describe.each(LIBRARIES)('polling over %s', library => {
  test('says who it is, reads the backlog without waiting, then waits for what comes', async () => {
    const lab = await open(library)
    await lab.adapter.start(lab.intake)
    await expect.poll(() => lab.intake.isCaughtUp).toBe(true)
    expect(lab.intake.names).toEqual(['bonfire_bot', 'Bonfire'])
    expect(lab.intake.told).toEqual(['connected', 'caught up'])
    await expect.poll(() => polls(lab).length).toBe(2)
    expect(polls(lab).map(({ payload }) => Number(payload.timeout))).toEqual([0, 5])
  })

  test('confirms a batch only when it is durable', async () => {
    const lab = await open(library)
    await lab.adapter.start(lab.intake)
    await expect.poll(() => lab.intake.isCaughtUp).toBe(true)
    const amy = lab.api.person({ firstName: 'Amy' })
    const release = lab.intake.hold()
    lab.group.add(amy)
    lab.group.says(amy, '打卡')
    await expect.poll(() => lab.intake.takes).toBeGreaterThan(1)
    const { length } = polls(lab)
    expect(lab.api.pending.length).toBeGreaterThan(0)
    release()
    await expect.poll(() => lab.api.pending.length).toBe(0)
    expect(polls(lab).length).toBeGreaterThan(length)
    expect(texts(lab)).toEqual(['打卡'])
  })

  test('what was taken at the end is confirmed', async () => {
    const lab = await open(library)
    await lab.adapter.start(lab.intake)
    await expect.poll(() => lab.intake.isCaughtUp).toBe(true)
    const amy = lab.api.person({ firstName: 'Amy' })
    const release = lab.intake.hold()
    const { takes } = lab.intake
    lab.group.add(amy)
    await expect.poll(() => lab.intake.takes).toBeGreaterThan(takes)
    const end = lab.adapter[Symbol.asyncDispose]()
    release()
    await end
    expect(lab.api.pending).toEqual([])
    expect(polls(lab).at(-1)?.payload).toMatchObject({})
    expect(Number(polls(lab).at(-1)?.payload.limit)).toBe(1)
  })

  test('another poller is told of once, until it is over', async () => {
    const lab = await open(library)
    let isThere = true
    lab.api.fault = ({ method }) =>
      method === 'getUpdates' && isThere
        ? { is: 'status', code: 409, description: 'Conflict: terminated by other getUpdates request' }
        : null
    await lab.adapter.start(lab.intake)
    await expect.poll(() => polls(lab).length).toBeGreaterThan(4)
    expect(warnings(lab)).toEqual([expect.stringMatching(/^Another process polls with this bot's token/)])
    isThere = false
    await expect.poll(() => lab.intake.isCaughtUp).toBe(true)
    expect(lab.intake.told).toEqual(['connected', 'caught up'])
    // The backlog counts as read when nobody else has polled for a while; from then on it is news again.
    const amy = lab.api.person({ firstName: 'Amy' })
    lab.group.add(amy)
    lab.group.says(amy, 'over')
    await expect.poll(() => texts(lab)).toEqual(['over'])
    isThere = true
    lab.group.says(amy, 'again')
    await expect.poll(() => warnings(lab).length).toBe(2)
    isThere = false
    await expect.poll(() => texts(lab)).toEqual(['over', 'again'])
  })

  test('with two adapters of one bot and steady traffic, it is said once, and nothing falls due', async () => {
    const lab = await open(library, { timing: { ...QUICK, rivalGoneMs: 60_000 } })
    const amy = lab.api.person({ firstName: 'Amy' })
    lab.group.add(amy)
    const other = await lab.another()
    const intakes = [lab.intake, listeningIntake()]
    await Promise.all([lab.adapter.start(intakes[0]!), other.start(intakes[1]!)])
    const conflicts = () => lab.api.calls.filter(({ became }) => became === 409).length
    const heard = () => new Set(intakes.flatMap(({ heard }) => heard.map(({ cause }) => cause))).size
    await expect.poll(conflicts).toBeGreaterThan(0)
    const [told, before] = [intakes.flatMap(({ told }) => told).length, heard()]
    // Each message comes when the one before was heard: polls that go well and those that do not are mixed.
    let said = 0
    while (conflicts() < 30) {
      lab.group.says(amy, `${said}`)
      said += 1
      await expect.poll(heard).toBe(before + said)
    }
    expect(said).toBeGreaterThan(0)
    expect(intakes.flatMap(({ told }) => told).length - told).toBeLessThanOrEqual(4)
    expect(warnings(lab).length).toBeLessThanOrEqual(2)
    const broken = intakes.filter(({ told }) => told.includes('disconnected'))
    expect(broken.filter(({ told }) => told.lastIndexOf('caught up') > told.lastIndexOf('disconnected'))).toEqual([])
  })

  test('two adapters of one bot take turns, and nothing is lost', async () => {
    const lab = await open(library)
    const other = await lab.another()
    await lab.adapter.start(lab.intake)
    await other.start(lab.intake)
    await expect.poll(() => warnings(lab).length).toBeGreaterThan(0)
    const amy = lab.api.person({ firstName: 'Amy' })
    lab.group.add(amy)
    for (let index = 0; index < 20; index += 1) lab.group.says(amy, `${index}`)
    await expect.poll(() => new Set(texts(lab)).size).toBe(20)
    await other[Symbol.asyncDispose]()
    await expect.poll(() => lab.api.pending.length).toBe(0)
  })

  test('a token that is not accepted is told once', async () => {
    const lab = await open(library)
    lab.api.fault = () => ({ is: 'status', code: 401, description: 'Unauthorized' })
    await lab.adapter.start(lab.intake)
    await expect.poll(() => lab.api.calls.length).toBeGreaterThan(3)
    expect(warnings(lab)).toEqual([expect.stringMatching(/does not accept this bot's token/)])
    expect(lab.intake.told).toEqual([])
  })

  test('a webhook that was set is taken away, and what waited for it comes', async () => {
    const lab = await open(library)
    const amy = lab.api.person({ firstName: 'Amy' })
    const transport = `${lab.api.root}/bot${lab.api.token}/setWebhook`
    await fetch(transport, { method: 'POST', body: new URLSearchParams({ url: 'http://127.0.0.1:9/hook' }) })
    lab.group.add(amy)
    lab.group.says(amy, 'waited')
    await lab.adapter.start(lab.intake)
    await expect.poll(() => texts(lab)).toEqual(['waited'])
    expect(lab.api.calls.find(({ method }) => method === 'deleteWebhook')?.payload).not.toHaveProperty(
      'drop_pending_updates',
    )
  })

  test('an answer that is no answer is a break, and afterwards all comes', async () => {
    const lab = await open(library)
    await lab.adapter.start(lab.intake)
    await expect.poll(() => lab.intake.isCaughtUp).toBe(true)
    let broken = 3
    const amy = lab.api.person({ firstName: 'Amy' })
    lab.api.fault = ({ method }) => (method === 'getUpdates' && broken-- > 0 ? { is: '502' } : null)
    lab.group.add(amy)
    lab.group.says(amy, 'after')
    await expect.poll(() => texts(lab)).toEqual(['after'])
    await expect.poll(() => lab.intake.told.at(-1)).toBe('caught up')
    // A request that was under way may have brought it before the break.
    const breaks = () => warnings(lab).filter(sentence => sentence.startsWith('Telegram cannot be reached'))
    await expect.poll(breaks).toHaveLength(1)
  })

  test('malformed and unknown updates are told once per kind, confirmed, and stop nothing', async () => {
    const lab = await open(library)
    await lab.adapter.start(lab.intake)
    await expect.poll(() => lab.intake.isCaughtUp).toBe(true)
    for (let index = 0; index < 3; index += 1) {
      lab.api.inject({ message: { message_id: 'five', text: 'a secret of a member' } })
      lab.api.inject({ chat_member: null })
      lab.api.inject({ message: { message_id: 1, date: 1, chat: null, text: 'a secret of a member' } })
      lab.api.inject({ callback_query: { id: '5' } })
      lab.api.inject({ telepathy: { thought: 5 } })
    }
    const amy = lab.api.person({ firstName: 'Amy' })
    lab.group.add(amy)
    lab.group.says(amy, '打卡')
    await expect.poll(() => texts(lab)).toEqual(['打卡'])
    await expect.poll(() => lab.api.pending.length).toBe(0)
    const skipped = warnings(lab).filter(sentence => sentence.startsWith('An update of the kind'))
    expect(new Set(skipped).size).toBe(skipped.length)
    expect(skipped.join(' ')).toMatch(/kind message/)
    expect(JSON.stringify(lab.log.entries)).not.toContain('a secret of a member')
  })

  test('admins are known by their role, and a change of it is', async () => {
    const lab = await open(library)
    const amy = lab.api.person({ firstName: 'Amy' })
    lab.group.add(amy)
    await lab.adapter.start(lab.intake)
    await expect.poll(() => lab.intake.isCaughtUp).toBe(true)
    lab.group.says(amy, '/points')
    lab.group.promote(amy)
    lab.group.says(amy, '/points')
    lab.group.demote(amy)
    lab.group.says(amy, '/points')
    await expect.poll(() => texts(lab)).toHaveLength(3)
    const roles = lab.intake.heard.flatMap(update =>
      update.kind === 'said' && update.who.member === member(amy) ? [update.who.role] : [],
    )
    expect(roles).toEqual([undefined, 'admin', undefined])
    expect(lab.api.calls.filter(({ method }) => method === 'getChatAdministrators')).toHaveLength(1)
  })

  test('where the admins cannot be asked for, messages come without roles', async () => {
    const lab = await open(library)
    lab.api.fault = ({ method }) => (method === 'getChatAdministrators' ? { is: '502' } : null)
    const amy = lab.api.person({ firstName: 'Amy' })
    lab.group.add(amy)
    lab.group.says(amy, '/points')
    await lab.adapter.start(lab.intake)
    await expect.poll(() => texts(lab)).toEqual(['/points'])
    expect(warnings(lab)).toEqual([expect.stringMatching(/admins of a group could not be asked for/)])
  })

  test('the token is in no line of the log', async () => {
    const lab = await open(library, {}, { token: '987654321:AAshort' })
    await lab.api.goAway()
    await lab.adapter.start(lab.intake)
    await expect.poll(() => warnings(lab).length).toBeGreaterThan(0)
    await lab.api.comeBack()
    await expect.poll(() => lab.intake.isCaughtUp).toBe(true)
    await lab.adapter.send({ kind: 'message', chat: { ...lab.chat, id: chatOf(-5) }, text: 'x', mentions: [] })
    expect(JSON.stringify(lab.log.entries)).not.toContain('AAshort')
  })
})
