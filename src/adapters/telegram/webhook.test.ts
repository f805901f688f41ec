import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, test } from 'vitest'
import type { Adapter } from '../adapter.ts'
import { type Lab, LIBRARIES, openLab } from './telegram.fixtures.ts'

const SECRET = 'a-secret_of-the-webhook'
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** A server as the product has one, before the adapter is there. */
async function serve(): Promise<{ url: string; show(adapter: Adapter): void }> {
  let adapter: Adapter | undefined
  const server = createServer(async (request, response) => {
    const init = { method: request.method!, headers: request.headers as Record<string, string> }
    const body = request.method === 'POST' ? await text(request) : null
    const answer = await adapter!.fetch!(new Request('http://127.0.0.1/hook', { ...init, body }))
    response.writeHead(answer.status).end(await answer.text())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise(resolve => server.close(resolve).closeAllConnections()))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/accounts/main/telegram`
  return {
    url,
    show(given) {
      adapter = given
    },
  }
}

async function begin(library: (typeof LIBRARIES)[number], prepare: (lab: Lab) => void = () => {}) {
  const { url, show } = await serve()
  const lab = await openLab(library, { updates: { webhook: { url, secret: SECRET } } }, { webhookRetryMs: 20 })
  closing.push(() => lab[Symbol.asyncDispose]())
  show(lab.adapter)
  prepare(lab)
  await lab.adapter.start(lab.intake)
  const post = (body: string, secret: string | null = SECRET) =>
    fetch(url, {
      method: 'POST',
      body,
      headers: secret === null ? {} : { 'x-telegram-bot-api-secret-token': secret },
    })
  return { ...lab, lab, url, post }
}
const texts = ({ intake }: Pick<Lab, 'intake'>) =>
  intake.heard.flatMap(update => (update.kind === 'said' ? [update.text] : []))

describe.each(LIBRARIES)('a webhook over %s', library => {
  test('what waited comes before the backlog counts as read, in order', async () => {
    const { intake, api } = await begin(library, ({ api, group }) => {
      const amy = api.person({ firstName: 'Amy' })
      group.add(amy)
      for (let index = 0; index < 30; index += 1) group.says(amy, `${index}`)
    })
    await expect.poll(() => intake.isCaughtUp).toBe(true)
    expect(texts({ intake })).toEqual(Array.from({ length: 30 }, (_, index) => `${index}`))
    expect(intake.saidAtCaughtUp).toBe(30)
    const set = api.calls.find(({ method }) => method === 'setWebhook')!.payload
    expect(set).toMatchObject({ secret_token: SECRET })
    expect(set.allowed_updates).toContain('chat_member')
    expect(set).not.toHaveProperty('drop_pending_updates')
  })

  test('what was refused comes again', async () => {
    const { intake, api, group } = await begin(library)
    await expect.poll(() => intake.isCaughtUp).toBe(true)
    const amy = api.person({ firstName: 'Amy' })
    intake.refuse(3)
    group.add(amy)
    group.says(amy, '打卡')
    await expect.poll(() => texts({ intake })).toEqual(['打卡'])
    expect(intake.refused).toBe(3)
  })

  test('nothing is handed in of who does not know the secret', async () => {
    const { intake, post, log, url } = await begin(library)
    await expect.poll(() => intake.isCaughtUp).toBe(true)
    const takes = intake.takes
    const message = { message_id: 1, date: 1, chat: { id: -1, type: 'group' }, from: { id: 1, first_name: 'x' } }
    const forged = JSON.stringify({ update_id: 5, message: { ...message, text: 'forged' } })
    const answers = [await post(forged, null), await post(forged, 'guess'), await post(forged, ''), await fetch(url)]
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 405])
    expect(intake.takes).toBe(takes)
    expect(log.entries.filter(({ sentence }) => sentence.includes('without its secret'))).toHaveLength(1)
    expect(JSON.stringify(log.entries)).not.toContain(SECRET)
  })

  test('what is too long or no update is refused, and the next one is not', async () => {
    const { adapter, intake, post, api, group, log } = await begin(library)
    await expect.poll(() => intake.isCaughtUp).toBe(true)
    expect((await post('x'.repeat(1_048_577))).status).toBe(413)
    const headers = { 'x-telegram-bot-api-secret-token': SECRET }
    const endless = new ReadableStream({ pull: controller => controller.enqueue(new Uint8Array(65_536)) })
    const streamed = new Request('http://127.0.0.1/hook', { method: 'POST', headers, body: endless, duplex: 'half' })
    expect((await adapter.fetch!(streamed)).status).toBe(413)
    for (const body of ['', '{', 'null', '[]', '{"update_id":"5"}']) expect((await post(body)).status).toBe(400)
    const amy = api.person({ firstName: 'Amy' })
    group.add(amy)
    group.says(amy, 'fine')
    await expect.poll(() => texts({ intake })).toEqual(['fine'])
    expect(log.entries.filter(({ sentence }) => sentence.includes('held no update'))).toHaveLength(1)
  })

  test('after the end nothing is taken, so that it comes to the next process', async () => {
    const { adapter, intake, post } = await begin(library)
    await expect.poll(() => intake.isCaughtUp).toBe(true)
    await adapter[Symbol.asyncDispose]()
    expect((await post('{"update_id":5}')).status).toBe(503)
  })
})

test('an adapter that polls has no webhook', async () => {
  const lab = await openLab('grammy')
  closing.push(() => lab[Symbol.asyncDispose]())
  expect(lab.adapter.fetch).toBeUndefined()
})
