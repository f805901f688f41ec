import { describe, expect, test } from 'vitest'
import type { Adapter, Chat, OutgoingFile } from './adapter.ts'

/** A platform as far as files go. */
interface FilesDriver {
  readonly chat: Chat
  sent(): readonly { readonly text: string; readonly file?: OutgoingFile }[]
  calls(): number
  loseNextAnswer(): void
}

/** What every adapter promises that can send files. `begin` has everything up and quiet. */
export function filesContract(
  name: string,
  begin: () => Promise<{ readonly driver: FilesDriver; readonly adapter: Adapter }>,
): void {
  describe(`${name}: files`, () => {
    test('a file arrives under its name with every character, and the words that go with it', async ({ skip }) => {
      const { driver, adapter } = await begin()
      if (!adapter.capabilities.files) return skip('the platform has no files')
      const file = { name: '成员.csv', text: '\uFEFF名字,积分\r\n"小林, 👋",10\r\n' }
      const sent = await adapter.send({ ...message(driver, ''), file })
      expect(sent).toMatchObject({ is: 'sent', at: expect.any(Number) })
      expect(driver.sent()).toEqual([expect.objectContaining({ text: '', file })])
      expect(await adapter.send({ ...message(driver, '群成员名单'), file })).toMatchObject({ is: 'sent' })
      const [, ...rest] = driver.sent()
      expect(rest.map(({ text }) => text).join('')).toBe('群成员名单')
      expect(rest.flatMap(({ file }) => file ?? [])).toEqual([file])
    })

    test('words for which there is no room below a file stand above it, whole', async ({ skip }) => {
      const { driver, adapter } = await begin()
      if (!adapter.capabilities.files) return skip('the platform has no files')
      const text = '名单 '.repeat(400).slice(0, adapter.capabilities.captionLengthMax + 100)
      // As large as no gateway takes within a call.
      const file = { name: 'members.csv', text: 'name\n'.repeat(8_000) }
      expect(await adapter.send({ ...message(driver, text), file })).toMatchObject({ is: 'sent' })
      expect(driver.sent()).toMatchObject([{ text }, { text: '', file }])
      expect(driver.sent()[0]).not.toHaveProperty('file')
    })

    test('a file whose answer is lost is unknown, and is not sent again', async ({ skip }) => {
      const { driver, adapter } = await begin()
      if (!adapter.capabilities.files) return skip('the platform has no files')
      driver.loseNextAnswer()
      const file = { name: 'members.csv', text: 'name\n' }
      const outgoing = { ...message(driver, ''), file }
      const outcome = await adapter.send(outgoing).catch(error => ({ is: 'unknown', reason: String(error) }))
      expect(outcome).toMatchObject({ is: 'unknown' })
      expect([driver.calls(), driver.sent().length]).toEqual([1, 1])
    })

    test('an empty file has failed for good', async ({ skip }) => {
      const { driver, adapter } = await begin()
      if (!adapter.capabilities.files) return skip('the platform has no files')
      const file = { name: 'members.csv', text: '' }
      expect(await adapter.send({ ...message(driver, ''), file })).toMatchObject({ is: 'failed', again: false })
      expect(driver.sent()).toEqual([])
    })
  })
}

function message({ chat }: FilesDriver, text: string) {
  return { kind: 'message', chat, text, mentions: [] } as const
}
