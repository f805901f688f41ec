import { describe, expect, test } from 'vitest'
import { type Lab, MINUTE, SECOND, startLab } from '../../test/lab.ts'

/** So many posts are held, and Ann is an admin. */
async function withHeld(count: number, locale: 'zh-CN' | 'en-US' = 'en-US'): Promise<Lab> {
  const lab = await startLab({ locale })
  await lab.joins('ann', 'admin')
  lab.fault = () => ({ is: 'request-lost' })
  for (let i = 1; i <= count; i += 1) await lab.says('ann', `post post number ${i}`)
  await lab.pass(10 * MINUTE)
  lab.fault = () => null
  return lab
}
async function saysAnn(lab: Lab, text: string): Promise<string | undefined> {
  const before = lab.texts.length
  await lab.says('ann', text)
  await lab.pass(15 * SECOND)
  return lab.texts.slice(before).join('\n---\n')
}
const statesOf = (lab: Lab) => lab.pending().map(({ state }) => state)

describe('what nobody knows whether it was sent', () => {
  test('is listed with its number, its time and its beginning', async () => {
    const lab = await withHeld(2)
    expect(await saysAnn(lab, '/unknown')).toMatchInlineSnapshot(`
      "Nobody knows whether these were sent (2):
      #1 11-23 09:00 post number 1
      #2 11-23 09:00 post number 2
      Look in the group, then reply /unknown sent 1, /unknown again 1 or /unknown drop 1."
    `)
  })

  test('is listed in Chinese', async () => {
    const lab = await withHeld(1, 'zh-CN')
    expect(await saysAnn(lab, '待确认')).toMatchInlineSnapshot(`
      "有 1 条不确定有没有发出去：
      #1 11-23 09:00 post number 1
      到群里看一眼，再回复「/unknown sent 1」（已发出）、「/unknown again 1」（再发一次）或「/unknown drop 1」（不发了）。"
    `)
  })

  test('is shortened in the list', async () => {
    const lab = await startLab()
    await lab.joins('ann', 'admin')
    lab.fault = () => ({ is: 'request-lost' })
    await lab.says('ann', 'postlong 10000')
    await lab.pass(MINUTE)
    lab.fault = () => null
    expect(await saysAnn(lab, '/unknown')).toContain('#1 11-23 09:00 sentence number 0. sentence number 1. s…\n')
  })

  test.each([
    ['/unknown sent 1', 'sent', '#1 counts as sent.'],
    ['/unknown drop 1', 'drop', '#1 will not be sent.'],
    ['/unknown 1', 'drop', '#1 will not be sent.'],
    ['待确认 #1', 'drop', '#1 will not be sent.'],
    ['／待确认 ｓｅｎｔ　１', 'sent', '#1 counts as sent.'],
  ])('is over after "%s"', async (text, as, answer) => {
    const lab = await withHeld(1)
    expect(await saysAnn(lab, text)).toBe(answer)
    await lab.pass(24 * 60 * MINUTE)
    expect(lab.facts('outbox/resolved')).toMatchObject([{ as, by: 'sim:ann' }])
    expect(lab.pending()).toEqual([])
    expect(lab.texts).toEqual([answer])
  })

  test('is sent once more when a person wants it, hours after its deadline', async () => {
    const lab = await withHeld(1)
    await lab.pass(5 * 60 * MINUTE)
    await saysAnn(lab, '/unknown again 1')
    expect(lab.texts).toEqual(['#1 will be sent once more.', 'post number 1'])
    expect(lab.pending()).toEqual([])
    expect(lab.facts('outbox/sending').map(({ attempt }) => attempt)).toEqual([1, 2])
  })

  test('is held under a new number when it is unknown again', async () => {
    const lab = await withHeld(1)
    lab.fault = ({ kind, ...rest }) =>
      kind === 'message' && 'text' in rest && rest.text.startsWith('post') ? { is: 'answer-lost' } : null
    await saysAnn(lab, '/unknown again 1')
    expect(statesOf(lab)).toEqual(['unknown'])
    expect(await saysAnn(lab, '/unknown')).toContain('#2 11-23 09:10 post number 1')
  })

  test('keeps its number when others are settled', async () => {
    const lab = await withHeld(3)
    await saysAnn(lab, '/unknown drop 1')
    await lab.restart()
    const list = await saysAnn(lab, '/unknown')
    expect(list).toContain('#2 11-23')
    expect(list).toContain('#3 11-23')
    expect(list).not.toContain('#1 11-23')
    expect(await saysAnn(lab, '/unknown sent 1')).toBe('Number 1 is not to be confirmed. Send /unknown to see what is.')
    expect(statesOf(lab)).toEqual(['unknown', 'unknown'])
  })

  test('needs no number when it is the only one', async () => {
    const lab = await withHeld(1)
    expect(await saysAnn(lab, '待确认 sent')).toBe('#1 counts as sent.')
  })

  test('is listed when a word is said and there are several', async () => {
    const lab = await withHeld(2)
    expect(await saysAnn(lab, '/unknown sent')).toContain('#2 11-23')
    expect(statesOf(lab)).toEqual(['unknown', 'unknown'])
  })

  test('is nobody else’s business', async () => {
    const lab = await withHeld(1)
    await lab.says('amy', '/unknown again 1')
    await lab.pass(MINUTE)
    expect(lab.texts).toEqual(['Only admins can use this command.'])
    expect(statesOf(lab)).toEqual(['unknown'])
  })

  test('may be nothing', async () => {
    const lab = await withHeld(0)
    expect(await saysAnn(lab, '/unknown')).toBe('There is nothing to confirm.')
  })

  test('is no matter of ordinary talk', async () => {
    const lab = await withHeld(1)
    expect(await saysAnn(lab, '待确认 明天的时间')).toBe('')
    expect(await saysAnn(lab, '/unknown what')).toMatch(/^Use it like this: \/unknown/)
  })

  test('stays held when its plugin is gone, and is listed by its name', async () => {
    const lab = await withHeld(1)
    lab.plugins = []
    await lab.restart()
    expect(await saysAnn(lab, '/unknown')).toContain('#1 11-23 09:00 lab.post')
    expect(await saysAnn(lab, '/unknown drop 1')).toBe('#1 will not be sent.')
    expect(lab.pending()).toEqual([])
  })
})
