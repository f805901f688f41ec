import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { AccountId, ChatId, GroupId } from './events/ids.ts'
import { memoryLog } from './log.ts'
import { makeAdapter } from './make-adapter.ts'
import { createRelayList } from './relay-list.ts'
import { systemClock } from './scheduler/clock.ts'
import { startFakeBotApi } from './testing/telegram/fake-bot-api.ts'

test('no image is sent that lies outside the folder of images', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'bonfire-assets-'))
  const assets = path.join(folder, 'assets')
  mkdirSync(assets)
  for (const file of ['secret.png', 'assets/day.png']) writeFileSync(path.join(folder, file), 'not much of a picture')
  const api = await startFakeBotApi()
  const adapter = await makeAdapter(
    {
      id: AccountId.parse('a'),
      platform: 'telegram',
      client: 'grammy',
      token: api.token,
      apiRoot: api.root,
      ephemeral: false,
    },
    { clock: systemClock(), log: memoryLog(), assets, relay: createRelayList() },
  )
  onTestFinished(async () => {
    await adapter[Symbol.asyncDispose]()
    await api.close()
    rmSync(folder, { recursive: true })
  })
  const ann = api.person({ firstName: 'Ann' })
  const group = api.createGroup({ title: 'g', owner: ann })
  group.addBot({ by: ann })
  const send = (image: string) =>
    adapter.send({
      kind: 'message',
      chat: { id: ChatId.parse(`${group.id}`), group: GroupId.parse('g') },
      ...{ text: '早上好', mentions: [], image },
    })
  expect(await send('day.png')).toMatchObject({ is: 'sent' })
  for (const name of ['../secret.png', path.join(folder, 'secret.png'), 'sub/../../secret.png']) {
    expect(await send(name)).toMatchObject({ is: 'failed', again: false })
  }
  expect(api.messages(group.id)).toHaveLength(1)
})
