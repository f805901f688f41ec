import { expect, test } from 'vitest'
import { openPlayground } from './chat-run.ts'

test('a second group can be opened beside the chat, and members of the first go on to it', async () => {
  await using playground = await openPlayground()
  const opened = await playground.chat(['/as bob', '/next', '/as olive owner', '/next'])
  expect(opened).toContain('只有群主能开下一个群')
  const [, code = 'none'] = /\/handover ([A-Za-z0-9:._-]{6,})/.exec(opened) ?? []
  const binds = [`/handover ${code}`, '/handover next', '/yes']
  expect(await playground.chat(binds)).toContain('登记好了：这个群的下一站是「Next」')
  // The control: without a second group nothing is bound.
  await using other = await openPlayground()
  expect(await other.chat(['/as olive owner', ...binds])).not.toContain('登记好了')
})

test('what the bot does is told in words', async () => {
  await using playground = await openPlayground()
  const shown = await playground.chat(['/as olive owner', '/dm /plan', '/join bob cy', '/disband', '/yes', '/wait 27h'])
  expect(shown).not.toMatch(/🔥 (?:remove|readOnly|leave) \{/)
  expect(shown).toMatch(/🔥 开了全员禁言：只有管理员能发言/)
  expect(shown).toMatch(/🔥 把 bob 移出了群/)
})
