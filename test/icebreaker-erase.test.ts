import { expect, test } from 'vitest'
import { icebreaker } from '../plugins/icebreaker/facts.ts'
import icebreakerPlugin from '../plugins/icebreaker/index.ts'
import { MemberId } from '../src/events/ids.ts'
import type { Commit } from '../src/host/commit.ts'
import { createHost } from '../src/host/host.ts'
import { createEraser, type ErasableFact } from '../src/journal/erase-commit.ts'
import { createStage, day, joins, member, playOn, rings, says } from '../src/testing/index.ts'

const today = day('2026-12-01')

test('with a person their introduction and its words are gone, and nobody is told of them', () => {
  const stage = createStage({ plugins: [icebreakerPlugin] })
  const [amy, bob] = [member('81234567'), member('bob')]
  const pseudonym = MemberId.parse('erased:0123456789abcdef01234567')
  playOn(stage, joins(amy, today, { name: '小林' }))
  playOn(stage, rings('welcome', {}, '2026-12-01 12:03'))
  playOn(stage, says(amy, '/crew join', '2026-12-01 12:04'))
  playOn(stage, says(amy, '/intro 我叫小林，周末常去徒步', '2026-12-01 12:05'))
  playOn(stage, says(bob, '/intro 周末常去徒步和骑行，很高兴认识大家', '2026-12-01 12:06'))

  // The control: all of it is there.
  const before = stage.lines.join('\n')
  for (const trace of ['81234567', '小林', '周末常去徒步"', '"word":"徒步"']) expect(before).toContain(trace)
  expect(stage.read(icebreaker).words.of('徒步').members).toEqual([amy, bob])

  const facts = new Map<string, ErasableFact>([...stage.host.schema.facts].map(([type, { fact }]) => [type, fact]))
  const eraser = createEraser(amy, pseudonym, facts)
  const erased = stage.lines.map(line => eraser.erase(JSON.parse(line) as Commit))
  const after = JSON.stringify(erased)
  for (const trace of ['81234567', '小林', '我叫']) expect(after).not.toContain(trace)

  const host = createHost({
    plugins: stage.host.plugins.filter(({ name }) => name === icebreakerPlugin.name || name === 'points'),
    log: { next: 0, append: () => 0 },
    settings: stage.host.settingsOf.bind(null, stage.group),
  })
  for (const [index, commit] of erased.entries()) host.replay(commit, index + 1)
  const { words, introductions } = host.read(stage.group, icebreaker)
  expect(words.of('徒步').members).toEqual([bob])
  expect(introductions.of(pseudonym)).toMatchObject({ text: '', words: [] })
  expect(introductions.has(amy)).toBe(false)
})
