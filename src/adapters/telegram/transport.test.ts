import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import type { Instant } from '../../events/ids.ts'
import { type FakeBotApi, startFakeBotApi } from '../../testing/telegram/fake-bot-api.ts'
import { outcomeOf, TelegramFailure } from './failure.ts'
import { grammyTransport } from './grammy-transport.ts'
import { telegrafTransport } from './telegraf-transport.ts'
import { LIBRARIES, now, transportOf } from './telegram.fixtures.ts'

const TOKEN = '123456789:AAsecretsecretsecretsecretsecretsecret'
const over = { grammy: grammyTransport, telegraf: telegrafTransport }
const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function fake(): Promise<FakeBotApi> {
  const api = await startFakeBotApi({ token: TOKEN })
  closing.push(() => api.close())
  return api
}

/** Answers everything in the same way. */
async function server(answer: Parameters<typeof createServer>[1]): Promise<string> {
  const made: Server = createServer(answer as never)
  await new Promise<void>(resolve => made.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise(resolve => made.close(resolve).closeAllConnections()))
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}`
}

async function failure(call: Promise<unknown>): Promise<TelegramFailure> {
  const error = await call.then(
    () => undefined,
    error => error,
  )
  expect(error).toBeInstanceOf(TelegramFailure)
  return error
}

describe.each(LIBRARIES)('%s', library => {
  const send = (root: string, more = {}) =>
    over[library]({ token: TOKEN, apiRoot: root }).then(transport =>
      transport.call('sendMessage', { chat_id: 1, text: 'words' }, more),
    )

  test('calls methods with and without parameters', async () => {
    const api = await fake()
    const transport = await transportOf(library, api)
    expect(await transport.call('getMe', {})).toMatchObject({ username: 'bonfire_bot' })
    expect(await transport.call('getUpdates', { timeout: 0 })).toEqual([])
    expect(await transport.call('deleteWebhook', {})).toBe(true)
    expect((await transport.call('getWebhookInfo', {})).url).toBe('')
  })

  test('uploads a file, and what goes with it arrives whole', async () => {
    const api = await fake()
    const amy = api.person({ firstName: 'Amy' })
    const replyTo = api.privately(amy).says('hello')
    const transport = await transportOf(library, api)
    const payload = {
      chat_id: amy.id,
      photo: 'p.png',
      caption: 'Amy',
      caption_entities: [{ type: 'bold', offset: 0, length: 3 } as const],
      reply_parameters: { message_id: replyTo, allow_sending_without_reply: true },
      reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'b' }]] },
    }
    const photo = { bytes: Buffer.alloc(70_000, 7), name: 'p.png' }
    await transport.call('sendPhoto', payload, { files: { photo } })
    expect(api.messages(amy.id)).toMatchObject([
      {
        text: 'Amy',
        photoBytes: 70_000,
        replyTo,
        entities: [{ type: 'bold' }],
        keyboard: [[{ text: 'a', callback_data: 'b' }]],
      },
    ])
  })

  test('what nobody listens for was not sent', async () => {
    const root = await server(() => {})
    await closing.pop()?.()
    expect(outcomeOf(await failure(send(root)), now())).toMatchObject({ is: 'failed', again: true })
    const nowhere = await failure(send('http://bonfire.invalid'))
    expect(outcomeOf(nowhere, now())).toMatchObject({ is: 'failed', again: true })
  })

  test('a connection that breaks leaves it unknown', async () => {
    const root = await server(request => request.socket.destroy())
    expect(outcomeOf(await failure(send(root)), now())).toMatchObject({ is: 'unknown' })
  })

  test('no answer in time leaves it unknown', async () => {
    const root = await server(() => {})
    expect(outcomeOf(await failure(send(root, { timeoutMs: 30 })), now())).toEqual({
      is: 'unknown',
      reason: 'no answer for 0.03 s',
    })
  })

  test('a call that is given up ends at once', async () => {
    const root = await server(() => {})
    const controller = new AbortController()
    const call = failure(send(root, { signal: controller.signal }))
    controller.abort()
    expect((await call).kind).toBe('lost')
    expect((await failure(send(root, { signal: controller.signal }))).kind).toBe('lost')
  })

  test.each([
    [502, 'text/html', '<html>Bad Gateway</html>'],
    [500, 'application/json', '{"ok":false,"error_code":500,"description":"Internal Server Error"}'],
    [200, 'text/html', 'welcome to this hotel'],
  ])('an answer of %i %s leaves it unknown', async (status, type, body) => {
    const root = await server((_, response) => void response.writeHead(status, { 'content-type': type }).end(body))
    expect(outcomeOf(await failure(send(root)), now())).toMatchObject({ is: 'unknown' })
  })

  test.each([
    [400, 'Bad Request: message text is empty', {}, { is: 'failed', again: false }],
    [400, 'Bad Request: chat not found', {}, { is: 'failed', again: false }],
    [400, 'Bad Request: not enough rights to send text messages to the chat', {}, { is: 'failed', again: true }],
    [401, 'Unauthorized', {}, { is: 'failed', again: true }],
    [403, 'Forbidden: bot was blocked by the user', {}, { is: 'failed', again: false }],
    [400, 'Bad Request: group chat was upgraded', { migrate_to_chat_id: -1001 }, { is: 'failed', again: true }],
    [429, 'Too Many Requests', { retry_after: 7 }, { is: 'throttled', until: 8_000, account: false }],
  ])('%i %s', async (code, description, parameters, outcome) => {
    const body = JSON.stringify({ ok: false, error_code: code, description, parameters })
    const root = await server((_, response) => void response.writeHead(code).end(body))
    expect(outcomeOf(await failure(send(root)), 1_000 as Instant)).toMatchObject(outcome)
  })

  test('the token is in nothing that is thrown', async () => {
    const echo = `{"ok":false,"error_code":404,"description":"no bot${TOKEN} here"}`
    const roots = [
      await server((_, response) => void response.writeHead(404).end(echo)),
      await server((_, response) => void response.writeHead(200).end('not JSON')),
      await server(request => request.socket.destroy()),
      'http://127.0.0.1:1',
      'http://bonfire.invalid',
    ]
    for (const root of roots) {
      const error = await failure(send(root))
      expect(inspect(error, { depth: 10, showHidden: true }) + error.stack).not.toContain(TOKEN.slice(10))
    }
  })

  test('the transport does not show the token', async () => {
    const transport = await over[library]({ token: TOKEN })
    expect(inspect(transport, { depth: 10, showHidden: true })).not.toContain(TOKEN.slice(10))
    expect(transport.keyFor('a')).not.toEqual(transport.keyFor('b'))
  })

  test('a server below a path is found', async () => {
    const seen: (string | undefined)[] = []
    const root = await server((request, response) => {
      seen.push(request.url)
      response.end('{"ok":true,"result":{"message_id":1}}')
    })
    for (const path of ['/tg', '/tg/']) await send(root + path)
    expect(seen).toEqual([`/tg/bot${TOKEN}/sendMessage`, `/tg/bot${TOKEN}/sendMessage`])
  })
})
