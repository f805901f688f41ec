import { afterEach, describe, expect, test } from 'vitest'
import type { AdapterDriver } from './adapter.contract.ts'
import { listeningIntake } from './adapter.fixtures.ts'
import type { DrawPicture, OutgoingPicture } from './adapter.ts'

/** A picture as large as they get. */
const BYTES = 280_000
export const PICTURE: OutgoingPicture = {
  ...{ locale: 'zh-CN', title: '开奖啦', footer: [] },
  sections: [{ heading: '一等奖', names: ['小云'], lines: [] }],
}
/** Stands for what draws: so many bytes for PICTURE, nothing for one with another title. */
export const drawPictureForTests: DrawPicture = async ({ title }) =>
  title === PICTURE.title ? new Uint8Array(BYTES).fill(7) : null
const UNDRAWABLE: OutgoingPicture = { ...PICTURE, title: 'it cannot be drawn here' }

/** What every adapter promises that uploads images. `open` makes it with `drawPictureForTests`. */
export function picturesContract(name: string, open: () => Promise<AdapterDriver>): void {
  const opened: AdapterDriver[] = []
  afterEach(async () => {
    for (const driver of opened.splice(0)) await driver[Symbol.asyncDispose]()
  })

  async function begin() {
    const driver = await open()
    opened.push(driver)
    const intake = listeningIntake()
    await driver.adapter.start(intake)
    await expect.poll(() => intake.isCaughtUp, { timeout: 10_000, interval: 10 }).toBe(true)
    return { driver, adapter: driver.adapter }
  }

  describe(`${name}: pictures`, () => {
    test('a picture arrives whole, with the words that go with it', async () => {
      const { driver, adapter } = await begin()
      expect(await adapter.send({ ...message(driver, '恭喜小云'), picture: PICTURE })).toMatchObject({ is: 'sent' })
      const sent = driver.sent()
      expect(sent.flatMap(({ pictureBytes }) => pictureBytes || [])).toEqual([BYTES])
      expect(sent.map(({ text }) => text).join('')).toBe('恭喜小云')
      expect(await adapter.send({ ...message(driver, ''), picture: PICTURE })).toMatchObject({ is: 'sent' })
      expect(driver.sent().at(-1)).toMatchObject({ text: '', pictureBytes: BYTES })
    })

    test('where nothing can be drawn, the words go alone, and a picture alone has failed for good', async () => {
      const { driver, adapter } = await begin()
      expect(await adapter.send({ ...message(driver, '恭喜'), picture: UNDRAWABLE })).toMatchObject({ is: 'sent' })
      const alone = await adapter.send({ ...message(driver, ''), picture: UNDRAWABLE })
      expect(alone).toMatchObject({ is: 'failed', again: false })
      expect(driver.sent().map(({ text, pictureBytes = 0 }) => [text, pictureBytes])).toEqual([['恭喜', 0]])
    })

    test('a picture whose answer is lost is unknown, and is not sent again', async () => {
      const { driver, adapter } = await begin()
      driver.loseNextAnswer()
      const outgoing = { ...message(driver, ''), picture: PICTURE }
      const outcome = await adapter.send(outgoing).catch(error => ({ is: 'unknown', reason: String(error) }))
      expect(outcome).toMatchObject({ is: 'unknown' })
      expect([driver.calls(), driver.sent().length]).toEqual([1, 1])
    })
  })
}

function message({ chat }: AdapterDriver, text: string) {
  return { kind: 'message', chat, text, mentions: [] } as const
}
