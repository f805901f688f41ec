import { expect, test } from 'vitest'
import { seeded } from '../scripts/proofs/seeded.ts'
import { bodyOf, newSecret, ordersLab, type Signed, signed } from './orders-lab.ts'

const DELIVERIES = 10_000
const ORDERS = 2_400
const FORGERIES = 2_500
const MINUTE = 60_000
/** `SEED=7 npx vitest run test/orders-many`: the same deliveries again. */
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000)

interface Delivery {
  readonly order: string
  /** Signed when it is sent: a shop that sends again signs again. */
  readonly sign: (secret: string) => Signed
  readonly isForged: boolean
}
const nameOf = (id: string, type: string) => `${id} ${type}`

/** What shops and others send, in the order in which it comes. */
function deliveriesOf(random: () => number): readonly Delivery[] {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  const said = Array.from({ length: ORDERS }, (_, index) => `order-${index}`).flatMap(id => [
    ...(random() < 0.95 ? [{ id, type: 'paid' as const }] : []),
    ...(random() < 0.3 ? [{ id, type: 'refunded' as const }] : []),
  ])
  const genuine = (body: { readonly id: string; readonly type: 'paid' | 'refunded' }): Delivery => {
    const id = `msg_${body.id}_${body.type}`
    const sign = (secret: string) => signed(secret, bodyOf(body), new Date(), random() < 0.5 ? id : undefined)
    return { order: nameOf(body.id, body.type), sign, isForged: false }
  }
  const repeats = Array.from({ length: DELIVERIES - FORGERIES - said.length }, () => genuine(pick(said)))
  const forged = Array.from({ length: FORGERIES }, (_, index) => forgeryOf(pick(said).id, index, random))
  return shuffled([...said.map(genuine), ...repeats, ...forged], random)
}

/** An order that nobody paid, or the refund of one that somebody did. */
function forgeryOf(known: string, index: number, random: () => number): Delivery {
  const body = bodyOf(random() < 0.5 ? { id: `forged-${index}` } : { id: `${known}/forged`, type: 'refunded' })
  const other = bodyOf({ id: 'order-0' })
  const WAYS: readonly ((secret: string) => Signed)[] = [
    () => signed(newSecret(), body),
    // What was signed is another body.
    secret => ({ ...signed(secret, other), body: JSON.stringify(body) }),
    secret => ({ ...signed(secret, body), headers: signed(secret, other).headers }),
    secret => signed(secret, body, new Date(Date.now() - 6 * MINUTE)),
    secret => signed(secret, body, new Date(Date.now() + 6 * MINUTE)),
    () => ({ body: JSON.stringify(body), headers: {} }),
    secret => {
      const { headers, ...rest } = signed(secret, body)
      return { ...rest, headers: { ...headers, 'webhook-id': 'msg_other' } }
    },
  ]
  return { order: nameOf(body.id, body.type), sign: WAYS[index % WAYS.length]!, isForged: true }
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map(item => [random(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item)
}

type Lab = ReturnType<typeof ordersLab>

/** Sends some at once. Now and then the process ends before, or amid, the flush that would have made them durable. */
async function sendBurst(lab: Lab, burst: readonly Delivery[], random: () => number): Promise<readonly number[]> {
  let isOver = false
  const answers = Promise.all(burst.map(({ sign }) => lab.send(sign(lab.secret)).then(({ status }) => status)))
  void answers.finally(() => {
    isOver = true
  })
  const crashesAfter = random() < 0.08 ? Math.floor(random() * 4) : -1
  for (let turn = 0; !isOver; turn += 1) {
    await new Promise(resolve => setImmediate(resolve))
    if (turn === crashesAfter) {
      lab.journal.flush(Math.floor(random() * 5))
      lab.crash()
    } else if (turn > crashesAfter) lab.journal.flush()
  }
  return answers
}

/** Sends everything, and what was not taken again, as shops do. Returns what is wrong in the end. */
async function faultsOf(lab: Lab, seed: number): Promise<readonly string[]> {
  const random = seeded(seed)
  const all = deliveriesOf(random)
  const faults: string[] = []
  let sentAgain = 0
  const waiting = [...all]
  while (waiting.length > 0) {
    const burst = waiting.splice(0, 1 + Math.floor(random() * 40))
    const answers = await sendBurst(lab, burst, random)
    for (const [index, delivery] of burst.entries()) {
      const status = answers[index]!
      if (delivery.isForged && status !== 401) faults.push(`${delivery.order}: a forgery was answered with ${status}`)
      if (delivery.isForged || status === 200) continue
      if (status !== 503) faults.push(`${delivery.order}: answered with ${status}`)
      sentAgain += 1
      waiting.push(delivery)
    }
  }
  // What is durable, and nothing else.
  lab.crash()
  const counted = lab.counted().map(name => name.replace(/#\d+/, ''))
  const expected = new Set(all.filter(({ isForged }) => !isForged).map(({ order }) => order))
  const times = Map.groupBy(counted, name => name)
  for (const [name, { length }] of times) {
    if (!expected.has(name)) faults.push(`${name}: nobody signed it`)
    if (length > 1) faults.push(`${name}: ${length} times`)
  }
  for (const name of expected) if (!times.has(name)) faults.push(`${name}: lost`)
  if (sentAgain < 20) faults.push(`control: only ${sentAgain} were sent again after a crash`)
  return faults
}

test(`of ${DELIVERIES} deliveries each order counts once, and nothing that is not signed (seed ${SEED})`, async () => {
  expect(await faultsOf(ordersLab({ flush: 'manual' }), SEED)).toEqual([])
}, 300_000)

test('control: an account that takes each delivery for a new one is found out', async () => {
  let deliveries = 0
  const heardAs: NonNullable<Parameters<typeof ordersLab>[0]>['heardAs'] = order => ({
    ...order,
    id: `${order.id}#${deliveries++}`,
  })
  const faults = await faultsOf(ordersLab({ flush: 'manual', heardAs }), SEED)
  expect(faults.filter(fault => /: \d+ times$/.test(fault)).length).toBeGreaterThan(1_000)
}, 300_000)

test('control: each forgery is an order that counts once it is signed', async () => {
  const lab = ordersLab()
  const random = seeded(SEED)
  const forged = Array.from({ length: 70 }, (_, index) => forgeryOf('order-1', index, random))
  const bodies = forged.map(({ sign }) => String(sign(lab.secret).body))
  for (const body of bodies) expect((await lab.send(signed(lab.secret, body))).status).toBe(200)
  expect(new Set(lab.counted())).toEqual(new Set(forged.map(({ order }) => order)))
})
