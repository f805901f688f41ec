import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { deadLetters } from '../src/host/core/exchange.ts'
import { bodyOf, GROUP, newSecret, OFFICE, ordersLab, type Signed, signed } from './orders-lab.ts'

const MINUTE = 60_000

describe('a signed order', () => {
  test('is recorded once; a repeat and its refund are told apart', async () => {
    const { secret, send, ...lab } = ordersLab()
    const answers = [
      await send(signed(secret, bodyOf())),
      await send(signed(secret, bodyOf())),
      await send(signed(secret, bodyOf({ type: 'refunded' }))),
    ]
    expect(answers.map(({ status, said }) => [status, said.order, said.result])).toEqual([
      [200, 'order-1', 'recorded'],
      [200, 'order-1', 'repeated'],
      [200, 'order-1', 'recorded'],
    ])
    expect(lab.counted()).toEqual(['order-1 paid', 'order-1 refunded'])
  })

  test('a refund that comes before its payment is recorded, and so is the payment', async () => {
    const { secret, send, ...lab } = ordersLab()
    for (const type of ['refunded', 'paid', 'refunded'] as const) await send(signed(secret, bodyOf({ type })))
    expect(lab.counted()).toEqual(['order-1 refunded', 'order-1 paid'])
  })

  test('is answered only when it is durable, and so is its repeat', async () => {
    const { secret, send, journal, ...lab } = ordersLab({ flush: 'manual' })
    const answers: number[] = []
    const all = [1, 2].map(() => send(signed(secret, bodyOf())).then(({ status }) => answers.push(status)))
    for (let turn = 0; turn < 50; turn += 1) await new Promise(resolve => setImmediate(resolve))
    expect([journal.lines.length, answers]).toEqual([1, []])
    journal.flush()
    await Promise.all(all)
    expect([answers, lab.counted()]).toEqual([[200, 200], ['order-1 paid']])
  })

  test('that the journal does not take is to be sent again, and counts once then', async () => {
    const { secret, send, journal, ...lab } = ordersLab()
    journal.refuse('the disk is full')
    const refused = await send(signed(secret, bodyOf()))
    expect([refused.status, refused.headers.get('retry-after'), lab.counted()]).toEqual([503, '5', []])
    expect(JSON.stringify(refused.said)).not.toContain('disk')
    journal.refuse(undefined)
    expect((await send(signed(secret, bodyOf()))).said).toMatchObject({ result: 'recorded' })
    expect(lab.counted()).toEqual(['order-1 paid'])
  })

  test('that a plugin cannot decide is kept for a person, and counts once when it is decided again', async () => {
    const { secret, send, breaks, account, ...lab } = ordersLab()
    const results = async () => (await send(signed(secret, bodyOf()))).said.result
    breaks(true)
    expect([await results(), await results(), lab.counted()]).toEqual(['recorded', 'repeated', []])
    breaks(false)
    const letters = [...account.host.read(OFFICE, deadLetters).open.each()].map(([letter]) => letter)
    expect(letters).toHaveLength(1)
    expect(account.retry(OFFICE, letters[0]!).is).toBe('committed')
    expect([await results(), lab.counted()]).toEqual(['repeated', ['order-1 paid']])
  })

  test('with a group that is not there is taken without it, and its sender is told', async () => {
    const { secret, send, ...lab } = ordersLab()
    const lost = await send(signed(secret, { ...bodyOf(), group: 'main:77' }))
    expect(lost.said).toMatchObject({
      result: 'recorded',
      notes: [expect.stringContaining('main:77'), expect.any(String)],
    })
    const known = await send(signed(secret, { ...bodyOf({ id: 'order-2' }), group: GROUP }))
    expect(known.said).toMatchObject({ order: 'order-2', result: 'recorded' })
    expect(JSON.stringify(known.said)).not.toContain(GROUP)
    expect(lab.counted()).toHaveLength(2)
  })

  test('that leads to nothing in any group is recorded, and its sender is told so', async () => {
    const { secret, send } = ordersLab()
    const { said } = await send(signed(secret, bodyOf()))
    expect(said).toMatchObject({ result: 'recorded', notes: [expect.stringContaining('told to no group')] })
    expect((await send(signed(secret, bodyOf({ type: 'refunded' })))).said.notes).toBeUndefined()
  })

  test('said again with another amount changes nothing, and its sender is told so', async () => {
    const { secret, send, ...lab } = ordersLab()
    await send(signed(secret, bodyOf()))
    const { said } = await send(signed(secret, bodyOf({ amount: { minor: 1, currency: 'CNY' } })))
    expect(said).toMatchObject({ result: 'repeated', notes: [expect.stringContaining('990 CNY')] })
    expect((await send(signed(secret, bodyOf()))).said.notes).toBeUndefined()
    expect(lab.counted()).toEqual(['order-1 paid'])
  })

  test('gives back all that was paid, or is refused: a part leaves a buyer', async () => {
    const { secret, send, ...lab } = ordersLab()
    await send(signed(secret, bodyOf()))
    for (const amount of [
      { minor: 100, currency: 'CNY' },
      { minor: 990, currency: 'USD' },
    ]) {
      const { status, said } = await send(signed(secret, bodyOf({ type: 'refunded', amount })))
      expect([status, said.problems]).toEqual([400, [expect.stringContaining('990 CNY')]])
    }
    expect(lab.counted()).toEqual(['order-1 paid'])
    expect((await send(signed(secret, bodyOf({ type: 'refunded' })))).status).toBe(200)
    expect(lab.counted()).toEqual(['order-1 paid', 'order-1 refunded'])
  })

  test('is remembered for longer than causes are', async () => {
    const { account, clock, ...lab } = ordersLab()
    const order = (id: string) => ({ ...bodyOf({ id }), at: clock.now() })
    // Causes are kept for 48 hours, or 10,000 of them, whichever is more.
    for (let id = 0; id < 10_010; id += 1) void account.order(order(`order-${id}`))
    await account.order(order('order-last'))
    clock.set((clock.now() + 72 * 60 * MINUTE) as ReturnType<typeof clock.now>)
    for (let id = 0; id < 10_010; id += 1) void account.order(order(`later-${id}`))
    expect(account.host.hasHandled(OFFICE, 'order:order-1:paid'), 'control: its cause is forgotten').toBe(false)
    expect(await account.order(order('order-1'))).toMatchObject({ is: 'repeated' })
    expect(await account.order(order('order-new'))).toMatchObject({ is: 'recorded' })
    expect(new Set(lab.counted()).size).toBe(lab.counted().length)
  })
})

describe('what is not signed', () => {
  const tampered = ({ body, headers }: Signed): Signed => ({ body: String(body).replace('990', '99000'), headers })
  const without = (name: string, { body, headers }: Signed): Signed => ({
    body,
    headers: Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name)),
  })
  const withHeader = (name: string, value: string, { body, headers }: Signed): Signed => ({
    body,
    headers: { ...headers, [name]: value },
  })
  /** Each with what would be wrong with it alone. */
  const forgeries: Readonly<Record<string, (secret: string) => Signed>> = {
    'another secret': () => signed(newSecret(), bodyOf()),
    'the empty secret': secret => {
      // What version 1.0.0 of the library made of `whsec_`: a key of no bytes.
      const { body, headers } = signed(secret, bodyOf())
      const toSign = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
      const signature = createHmac('sha256', '').update(toSign).digest('base64')
      return { body, headers: { ...headers, 'webhook-signature': `v1,${signature}` } }
    },
    'another body': secret => tampered(signed(secret, bodyOf())),
    'another id': secret => withHeader('webhook-id', 'msg_other', signed(secret, bodyOf())),
    'another time': secret =>
      withHeader('webhook-timestamp', String(Math.floor(Date.now() / 1000) - 1), signed(secret, bodyOf())),
    'words behind the time': secret => {
      const good = signed(secret, bodyOf())
      return withHeader('webhook-timestamp', `${good.headers['webhook-timestamp']}abc`, good)
    },
    'no id': secret => without('webhook-id', signed(secret, bodyOf())),
    'no time': secret => without('webhook-timestamp', signed(secret, bodyOf())),
    'no signature': secret => without('webhook-signature', signed(secret, bodyOf())),
    'a signature of another kind': secret => {
      const good = signed(secret, bodyOf())
      return withHeader('webhook-signature', good.headers['webhook-signature']!.replace('v1,', 'v1a,'), good)
    },
    'a signature without its kind': secret => withHeader('webhook-signature', 'v1', signed(secret, bodyOf())),
    'six minutes ago': secret => signed(secret, bodyOf(), new Date(Date.now() - 6 * MINUTE)),
    'six minutes ahead': secret => signed(secret, bodyOf(), new Date(Date.now() + 6 * MINUTE)),
    'bytes that are no text': secret => {
      const { headers } = signed(secret, '{"a":"\uFFFD"}')
      return { headers, body: Uint8Array.from([...Buffer.from('{"a":"'), 0xff, ...Buffer.from('"}')]) }
    },
    'a mark in front of the body': secret => {
      const good = signed(secret, bodyOf())
      return { ...good, body: `\uFEFF${good.body}` }
    },
  }

  test.each(Object.entries(forgeries))('%s: refused, nothing recorded, nothing said about why', async (_, forge) => {
    const { secret, send, ...lab } = ordersLab()
    const { status, said } = await send(forge(secret))
    expect([status, said]).toEqual([401, { error: 'not signed' }])
    expect(lab.journal.lines).toEqual([])
  })

  test('control: the same body, signed well, is recorded', async () => {
    const { secret, send } = ordersLab()
    const old = signed(secret, bodyOf(), new Date(Date.now() - 4 * MINUTE))
    expect([(await send(old)).status, (await send(signed(secret, bodyOf()))).status]).toEqual([200, 200])
  })

  test('is told of in the log, once a minute, with the reason and without the body', async () => {
    const { send, log, clock } = ordersLab()
    for (let time = 0; time < 5; time += 1) await send(signed(newSecret(), bodyOf()))
    expect(log.entries).toHaveLength(1)
    clock.set((clock.now() + MINUTE) as ReturnType<typeof clock.now>)
    await send(signed(newSecret(), bodyOf()))
    expect(log.entries).toMatchObject([{}, { fields: { reason: expect.any(String), refusedSinceToldLast: 5 } }])
    expect(JSON.stringify(log.entries)).not.toMatch(/8123|order-1/)
  })
})

test('with two secrets both are good: one takes the place of the other', async () => {
  const secrets = [newSecret(), newSecret()]
  const { send } = ordersLab({ secrets })
  for (const [index, secret] of secrets.entries()) {
    const { status } = await send(signed(secret, bodyOf({ id: `order-${index}` })))
    expect(status).toBe(200)
  }
})

describe('a signed body that is no order', () => {
  test('is answered with all its problems at once', async () => {
    const { secret, send, ...lab } = ordersLab()
    const wrong = {
      ...{ id: 'two words', type: 'payed', at: '2026-11-22 20:05', amount: { minor: 9.9, currency: 'cny' } },
      ...{ buyer: { platform: 'telegram' }, ofer: 'round-1' },
    }
    const { status, said } = await send(signed(secret, wrong))
    expect([status, lab.journal.lines]).toEqual([400, []])
    expect(said.problems).toMatchInlineSnapshot(`
      [
        "id: "two words" is no id. Use 1–128 letters, digits, or _.:/#@-",
        "type: "payed" is not accepted. Use "paid" or "refunded". Did you mean "paid"?",
        "at: "2026-11-22 20:05" is no time. Use ISO 8601 with an offset, e.g. "2026-11-22T20:05:00+08:00".",
        "amount.minor: 9.9 is not a whole number. Use a whole number, e.g. 10.",
        "amount.currency: "cny" is no currency. Use three letters, e.g. "CNY".",
        "buyer: {"platform":"telegram"} fits none of the accepted forms: userId: is missing. Use a text in quotes. Or: code: is missing. Use a text in quotes.",
        "ofer: unknown key. Did you mean "offer"?",
      ]
    `)
  })

  test.each(['', 'null', '[]', '"a"', '{', '{"id":1}{'])('%j', async text => {
    const { secret, send, ...lab } = ordersLab()
    const { status } = await send(signed(secret, text))
    expect([status, lab.journal.lines]).toEqual([400, []])
  })

  test.each([
    { amount: { minor: 1, currency: 'QQQ' } },
    { at: '1960-01-01T00:00:00Z' },
    { at: '0001-01-01T00:00:00Z' },
    { buyer: { platform: 'erased', userId: '8123' } },
    { buyer: { platform: 'telegram', userId: '81\u000123' } },
    { buyer: { platform: 'telegram', userId: '81\ud80023' } },
  ])('that names what there is not is refused: %j', async more => {
    const { secret, send, ...lab } = ordersLab()
    const { status } = await send(signed(secret, { ...bodyOf(), ...more }))
    expect([status, lab.journal.lines]).toEqual([400, []])
  })

  test('of a day that has not come is refused', async () => {
    const { secret, send } = ordersLab()
    const { said } = await send(signed(secret, bodyOf({ at: '2099-01-01T00:00:00Z' })))
    expect(said.problems).toEqual([expect.stringContaining('more than a day ahead')])
  })
})

test('a body of more than 16 KiB is not read to its end, and only a POST is one', async () => {
  const { secret, send } = ordersLab()
  expect((await send(signed(secret, ' '.repeat(16 * 1024 + 1)))).status).toBe(413)
  const { headers } = signed(secret, bodyOf())
  const answer = await send({ headers, body: undefined as never }, { method: 'GET' })
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST'])
})
