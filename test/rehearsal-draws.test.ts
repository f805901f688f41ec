import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { shop } from '../plugins/shop/facts.ts'
import { run } from '../src/cli/program.ts'
import { loadConfig } from '../src/config.ts'
import { contentOf } from '../src/content/content-of.ts'
import { readLibrary } from '../src/content/library.ts'
import { readAnnouncement, readNotices } from '../src/draw-verifier/notices.js'
import { verifySteps } from '../src/draw-verifier/verify.js'
import { hindrances } from '../src/open-library.ts'
import { checkedDrawsIn, rejectionOf } from '../src/rehearsal/draw-proofs.ts'
import { findingsIn } from '../src/rehearsal/findings.ts'
import { rehearsedPlatform } from '../src/rehearsal/platforms.ts'
import { type Rehearsal, rehearse } from '../src/rehearsal/rehearse.ts'
import { GROUP } from '../src/rehearsal/stage.ts'
import { memoryTerminal } from './recorded-data.ts'
import { rehearsalProject, rehearse as rehearseByCommand, shortLibrary } from './rehearsal-project.ts'

const PLUGINS = [
  ...['check-in', 'icebreaker', 'points', 'shop', 'lucky-draw', 'topics', 'conversion', 'closing', 'passport'],
  'campaign',
]
const MEMBERS = 30
const SEED = 5

const prizes = 'prizes: [{ name: 书签, count: 2 }]\nalternates: 2\nclaimHours: 4'
const draw = (title: string, fields: string) => `---\ntitle: ${title}\n${fields}\n---\n想要书签的来。\n`
/** By word, by comment, for points, and on the hour. */
const DRAWS = {
  'content-library/draws/short/word.md': draw(
    '词',
    `day: 2\nat: "09:00"\ncloses: { day: 2, at: "20:00" }\nentry: word\n${prizes}`,
  ),
  'content-library/draws/short/comment.md': draw(
    '留言',
    `day: 2\nat: "10:00"\ncloses: { day: 2, at: "21:00" }\nentry: comment\n${prizes}`,
  ),
  'content-library/draws/short/points.md': draw(
    '积分',
    `day: 3\nat: "09:30"\ncloses: { day: 3, at: "20:00" }\nentry: points\ncost: 10\n${prizes}`,
  ),
  'content-library/draws/short/hours.md': draw('整点', `day: 2\nhours: ["19:00"]\nminutes: 20\nentry: word\n${prizes}`),
}
const TITLES = ['词', '留言', '积分', '整点']
/** A campaign is played in seconds, on a busy machine in more. */
const PLAYED_MS_MAX = 120_000

async function played(draws: Readonly<Record<string, string>>, platform: 'telegram' | 'wechat' = 'telegram') {
  const project = rehearsalProject({ ...shortLibrary(), ...draws }, PLUGINS)
  const config = await loadConfig({ file: project.at('bonfire.config.ts') })
  const library = await readLibrary(project.at('content-library'), { sections: config.checkSection })
  const plan = library.plans.find(({ definition }) => definition.id === 'short')!
  const content = contentOf(library, { hindrances })
  const rehearsal = await rehearse({
    ...{ plan, content: () => content, settings: config.settingsFor },
    plugins: config.plugins.map(({ plugin }) => plugin),
    ...{ platform: rehearsedPlatform(platform), members: MEMBERS, seed: SEED, buyers: 0 },
  })
  const sections = rehearsal.stage.world.account.host.settingsOf(GROUP).config
  return { rehearsal, findings: findingsIn({ rehearsal, plan, library, sections }) }
}
const told = ({ record }: Rehearsal, name: string) =>
  record.happenings.filter(({ is }) => is === `lucky-draw/${name}`).map(({ data }) => data)

/** The steps that do not hold when somebody pastes from the group what stands there about that draw. */
function notHeld({ stage }: Rehearsal, draw: number, file: string): readonly string[] {
  const heard = stage.lines.flatMap(line => (line.is === 'sent' && line.to === null ? [line.text] : []))
  const announced = heard.find(text => text.includes(`抽奖 #${draw}`) && readAnnouncement(text) !== null)!
  const steps = verifySteps(new TextEncoder().encode(file), {
    isRehearsalAllowed: true,
    notices: heard.flatMap(readNotices).filter(({ seq }) => seq === draw),
    announcement: readAnnouncement(announced),
  })
  return [...steps].flatMap(({ name, holds }) => (holds === true ? [] : [name]))
}

test(
  'a rehearsed campaign contains draws whose proof files the verifier accepts, and rejects without the flag',
  async () => {
    const { rehearsal, findings } = await played(DRAWS)
    const draws = checkedDrawsIn(rehearsal)
    expect(draws.map(({ title }) => title).sort()).toEqual([...TITLES].sort())
    for (const { draw, rejected, entrants, winners, file } of draws) {
      expect({ draw, rejected }).toEqual({ draw, rejected: null })
      expect(notHeld(rehearsal, draw, file)).toEqual([])
      expect(entrants).toBeGreaterThan(2)
      expect(winners).not.toHaveLength(0)
      // Anybody can know such random numbers beforehand.
      expect(rejectionOf(file, false)).toMatch(/rehearsal/)
      // The control: one digit of the result is another.
      const proof = JSON.parse(file) as { signature: string }
      const last = proof.signature.endsWith('0') ? '1' : '0'
      const other = JSON.stringify({ ...proof, signature: proof.signature.slice(0, -1) + last })
      expect(rejectionOf(other, true)).not.toBeNull()
    }
    // Each comes to its end, with prizes claimed, and sent by the owner.
    expect(told(rehearsal, 'finished')).toHaveLength(TITLES.length)
    const prizes = [...rehearsal.stage.world.account.host.read(GROUP, shop).orders.each()]
    expect(prizes.filter(([, { state }]) => state === 'fulfilled').length).toBeGreaterThan(2)
    expect(findings.filter(({ code }) => code.startsWith('draw-') || code.startsWith('proof-'))).toEqual([])
  },
  PLAYED_MS_MAX,
)

describe('what a rehearsal finds in draws', () => {
  test(
    'one that nobody can enter',
    async () => {
      const nobody = draw(
        '门槛',
        `day: 2\nat: "09:00"\ncloses: { day: 2, at: "20:00" }\nentry: word\neligible: { streakDays: 300 }\n${prizes}`,
      )
      const { findings } = await played({ 'content-library/draws/short/nobody.md': nobody })
      expect(findings).toContainEqual(
        expect.objectContaining({ code: 'draw-empty', severity: 'warning', where: 'draws/short/nobody.md' }),
      )
    },
    PLAYED_MS_MAX,
  )
})

test(
  'npm run rehearse names each draw with what the verifier says of it, on the page as well',
  async () => {
    const project = rehearsalProject({ ...shortLibrary(), ...DRAWS }, PLUGINS)
    const { out, page } = await rehearseByCommand(project, 'short', '--members', `${MEMBERS}`, '--seed', `${SEED}`)
    for (const title of TITLES)
      expect(out).toMatch(new RegExp(`Draw \\d \\(${title}\\): \\d+ entries, won by .+; its proof file is accepted`))
    expect(out).toMatch(/19:00 draw \d is announced: 整点/)
    expect(page()).toContain('✓ 通过验证')
  },
  PLAYED_MS_MAX,
)

test(
  'npm run rehearse writes the proof files beside its report, and names them with the line that verifies them',
  async () => {
    const project = rehearsalProject({ ...shortLibrary(), ...DRAWS }, PLUGINS)
    mkdirSync(project.at('report-draws'))
    for (const left of ['draw-99-rehearsal.json', 'notes.json']) writeFileSync(project.at(`report-draws/${left}`), '{}')
    const { out } = await rehearseByCommand(project, 'short', '--members', `${MEMBERS}`, '--seed', `${SEED}`)
    const files = [...out.matchAll(/^Proof file: (.+)$/gm)].map(([, file = '']) => file)
    // One that an earlier rehearsal left is gone, and what is not ours stays.
    expect(readdirSync(project.at('report-draws')).sort()).toEqual(
      ['notes.json', ...files.map(file => path.basename(file))].sort(),
    )
    expect(files).toHaveLength(TITLES.length)
    for (const file of files) expect(rejectionOf(readFileSync(file, 'utf8'), true)).toBeNull()
    const [, line = ''] = /npm run draw:verify -- (.+)$/m.exec(out) ?? []
    const terminal = memoryTerminal()
    const code = await run(['draw:verify', ...line.split(' ')], terminal)
    expect(code).not.toBe(1)
    expect(terminal.outText()).not.toContain('✗')
    expect(await run(['draw:verify', ...files], memoryTerminal())).toBe(1)
  },
  PLAYED_MS_MAX,
)
