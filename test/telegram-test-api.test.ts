import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { TelegramServer } from 'telegram-test-api/lib/telegramServer.js'
import { expect, onTestFinished, test } from 'vitest'
import { loadConfig } from '../src/config.ts'
import { memoryLog } from '../src/log.ts'
import { serve } from '../src/serve.ts'
import { CHECK_IN, createStageClock } from './telegram-stage.ts'

/** What that server knows. Everything else it answers with 500, as if it had failed. */
const KNOWN = new Set([
  ...['answerCallbackQuery', 'deleteMessage', 'deleteWebhook', 'editMessageReplyMarkup', 'editMessageText', 'getMe'],
  ...['getUpdates', 'sendMessage', 'setWebhook'],
])
const TOKEN = '4200000043:made-up-for-the-test-api'
const GROUP = -1_001_234_567

/**
 * A server that somebody else wrote, with the nine methods it has: what ours and it agree on is not our own
 * misunderstanding alone. In front of it stands what a bot cannot do without: whether there is a webhook, and a refusal
 * of what it does not know.
 */
test('the same conversation through telegram-test-api, as far as its nine methods go', async () => {
  const { root, server } = await openServer()
  const data = mkdtempSync(path.join(tmpdir(), 'bonfire-test-api-'))
  const file = path.resolve(import.meta.dirname, '../bonfire.config.ts')
  const config = await loadConfig({ file, data, env: { TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: root } })
  const log = memoryLog()
  // Its messages have the machine's time.
  const clock = createStageClock(Date.now(), 10)
  const serving = await serve({ config, log, clock, onFatal: error => log.error('fatal', { error }) })
  const looking = setInterval(() => {
    for (const account of serving.accounts.values()) account.pump()
  }, 5)
  onTestFinished(async () => {
    clearInterval(looking)
    await serving[Symbol.asyncDispose]()
    rmSync(data, { recursive: true })
  })
  const client = (userId: number, firstName: string) =>
    server.getClient(TOKEN, { userId, chatId: GROUP, type: 'supergroup', firstName, chatTitle: '共读' } as never)
  const [olga, dora] = [client(11, 'Olga'), client(12, 'Dora')]
  const said = () => server.storage.botMessages.map(({ message, messageId }) => ({ ...message, messageId }))
  async function hears(words: string) {
    await expect
      .poll(() => said().map(({ text }) => text), { timeout: 10_000 })
      .toContainEqual(expect.stringContaining(words))
    return said().find(({ text }) => text.includes(words))!
  }
  async function press(words: string, label: string): Promise<void> {
    const { reply_markup, messageId } = await hears(words)
    const { inline_keyboard } = reply_markup as unknown as {
      inline_keyboard: { text: string; callback_data: string }[][]
    }
    const data = inline_keyboard.flat().find(({ text }) => text === label)!.callback_data
    await olga.sendCallback(
      olga.makeCallbackQuery(data, {
        message: { message_id: messageId, date: Math.floor(Date.now() / 1_000) },
      } as never),
    )
  }

  // Nobody is shown as the owner there: whoever knows the code is.
  await olga.sendCommand(olga.makeCommand('/setup'))
  await hears('只有群主可以设置')
  const CODE = /\/setup ([A-Z0-9-]+)$/
  const code = log.entries.map(({ sentence }) => CODE.exec(sentence)?.[1]).find(Boolean)
  await olga.sendCommand(olga.makeCommand(`/setup ${code}`))
  await press('哪种语言', '中文')
  await press('哪里的时间', 'Asia/Shanghai')
  await press('哪个计划', '21 天共读')
  await hears('设置好了')
  // It has no reactions: the receipt is in words.
  await dora.sendMessage(dora.makeMessage(CHECK_IN))
  await hears('第 1 位')
  await dora.sendMessage(dora.makeMessage('积分'))
  await hears('你有 10 积分')
  expect(said().filter(({ text }) => text.includes('第 1 位'))).toHaveLength(1)
})

async function openServer() {
  const [own, front] = [createServer(), createServer()]
  for (const each of [own, front]) await once(each.listen(0, '127.0.0.1'), 'listening')
  const { port } = own.address() as AddressInfo
  await new Promise(resolve => own.close(resolve))
  const server = new TelegramServer({ port, host: '127.0.0.1', storeTimeout: 600 })
  await server.start()
  front.on('request', (request, response) => void forward(request, response, server.config.apiURL))
  onTestFinished(async () => {
    front.closeAllConnections()
    front.close()
    await server.stop()
  })
  return { server, root: `http://127.0.0.1:${(front.address() as AddressInfo).port}` }
}

async function forward(request: IncomingMessage, response: ServerResponse, root: string): Promise<void> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const method = request.url!.split('/').at(-1)!
  response.setHeader('content-type', 'application/json')
  if (method === 'getWebhookInfo') return void response.end(JSON.stringify({ ok: true, result: { url: '' } }))
  if (!KNOWN.has(method)) {
    response.writeHead(404).end(JSON.stringify({ ok: false, error_code: 404, description: 'Not Found' }))
    return
  }
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${root}${request.url}`, { method: 'POST', headers, body: Buffer.concat(parts) })
  response.writeHead(answer.status).end(await answer.text())
}
