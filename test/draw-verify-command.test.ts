import { closeSync, ftruncateSync, openSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { run } from '../src/cli/program.ts'
import { proofText } from '../src/draw/proof.ts'
import { fingerprintOf } from '../src/draw-verifier/notices.js'
import { verifierPage } from '../src/web/verifier-page.ts'
import { makeDraw, passOf } from './made-draw.ts'
import { memoryTerminal } from './recorded-data.ts'
import { tempProject } from './temp-project.ts'

const { proof, receipts } = makeDraw({ passes: [passOf(0, 0, 3)] })
const drawnMember = proof.picks[1]!.member!
const drawnReceipt = receipts.find(receipt => receipt.includes(` ${drawnMember} `))!
const otherReceipt = receipts.find(receipt => !proof.picks.some(({ member }) => receipt.includes(` ${member} `)))!

const project = () => tempProject({ 'draw-3.json': proofText(proof) })

/** Runs `npm run draw:verify -- …` on files of a project. */
async function verify(of: ReturnType<typeof project>, files: readonly string[], ...args: readonly string[]) {
  const terminal = memoryTerminal()
  const code = await run(['draw:verify', ...files.map(file => of.at(file)), '--lang', 'en-US', ...args], terminal)
  const shorten = (text: string) => text.replaceAll(`${of.root}/`, '')
  return { code, out: shorten(terminal.outText()), err: shorten(terminal.errText()) }
}

test('a valid proof is told check by check, with who won what, and ends with 0', async () => {
  const stood = ['--notice', proof.commit, '--announcement', `指纹 ${fingerprintOf(proof)}`]
  const { code, out, err } = await verify(project(), ['draw-3.json'], '--rehearsal', ...stood)
  expect([code, err]).toEqual([0, ''])
  expect(out.match(/✓/g)).toHaveLength(18)
  expect(out).not.toMatch(/✗|–/)
  for (const said of [
    '12 people entered',
    `1. 书 📚: ${proof.picks[3]!.member}`,
    `2. 贴纸: ${drawnMember}`,
    `Prize 1 went on from ${proof.picks[0]!.member}: left the group`,
    `round ${proof.manifest.round} of the beacon of rehearsals`,
    'Draws that were void before their list was sealed: #1',
    'Prizes: 书 📚 × 1, 贴纸 × 2; 3 alternates',
    `Fingerprint of the announcement: ${fingerprintOf(proof)}`,
    'Valid as a rehearsal',
  ]) {
    expect(out).toContain(said)
  }
})

test('without the message of the group it is not called valid, and ends with 3', async () => {
  const { code, out } = await verify(project(), ['draw-3.json'], '--rehearsal')
  expect([code, out.match(/–/g)]).toEqual([3, ['–', '–']])
  expect(out).toContain('Not compared yet')
  expect(out).not.toMatch(/valid/i)
})

test('two commitments for one draw are rejected, however they are given', async () => {
  const other = `Draw #3: ${'a'.repeat(64)}`
  for (const notices of [
    ['--notice', proof.commit, '--notice', other],
    ['--notice', `Draw #3: ${proof.commit}\n${other}`],
  ]) {
    const { code, out } = await verify(project(), ['draw-3.json'], '--rehearsal', ...notices)
    expect([code, out.includes('Two different commitments for draw 3 stood in the group')]).toEqual([1, true])
  }
})

test('rules that were not announced are rejected by the fingerprint', async () => {
  const announced = ['--notice', proof.commit, '--announcement', 'b2'.repeat(16)]
  const { code, out } = await verify(project(), ['draw-3.json'], '--rehearsal', ...announced)
  expect([code, out.includes(`That of this file is ${fingerprintOf(proof)}`)]).toEqual([1, true])
})

test('a rejected one ends with 1, says every reason, and names no winner', async () => {
  const { code, out } = await verify(project(), ['draw-3.json'], '--notice', 'a'.repeat(64))
  expect(code).toBe(1)
  expect(out).toContain('✗ Chance comes from a known beacon\n      This is a draw of a rehearsal')
  expect(out).toContain('✗ The commitment is the one in the group')
  expect(out).toContain('Rejected: This is a draw of a rehearsal')
  expect(out).not.toContain('telegram:80')
})

test('a receipt tells whether its entry was drawn', async () => {
  const [drawn, other] = [drawnReceipt, otherReceipt].map(receipt =>
    verify(project(), ['draw-3.json'], '--rehearsal', '--receipt', receipt),
  )
  expect((await drawn!).out).toMatch(/Your number \d+ was drawn in place 2: 贴纸\./)
  expect((await other!).out).toMatch(/Your number \d+ is on the list, and was not drawn this time\./)
})

test('a receipt that is not on the list, or of another draw, ends with 1', async () => {
  const missing = receipts[0]!.replace(/.$/, last => (last === '0' ? '1' : '0'))
  const absent = await verify(project(), ['draw-3.json'], '--rehearsal', '--receipt', missing)
  expect([absent.code, absent.out.includes('is not on the list')]).toEqual([1, true])
  const elsewhere = await verify(
    project(),
    ['draw-3.json'],
    '--rehearsal',
    '--receipt',
    receipts[0]!.replace('#3', '#2'),
  )
  expect([elsewhere.code, elsewhere.out.includes('The receipt is of draw telegram:-1001#2')]).toEqual([1, true])
})

test('files of one group that tell different things are told apart', async () => {
  // Both are whole by themselves, and draw 3 is not the same in them.
  const of = tempProject({ 'draw-3.json': proofText(proof), 'draw-5.json': proofText(makeDraw({ seq: 5 }).proof) })
  const { code, out } = await verify(of, ['draw-3.json', 'draw-5.json'], '--rehearsal')
  expect([code, out.trimEnd().split('\n').at(-1)]).toEqual([
    1,
    '✗ "draw-3.json" and "draw-5.json" tell different things of draw 3.',
  ])
  const told = ['--rehearsal', '--receipt', drawnReceipt, '--notice', proof.commit]
  const both = await verify(of, ['draw-3.json', 'draw-5.json'], ...told)
  expect([both.out.match(/Your receipt is on the list/g), both.out.match(/✗/g)]).toEqual([
    ['Your receipt is on the list'],
    ['✗'],
  ])
  const neither = await verify(of, ['draw-5.json', 'draw-5.json'], ...told)
  expect([neither.code, neither.out.trimEnd().split('\n').slice(-2)]).toEqual([
    1,
    [
      '✗ The commitment from the group is that of none of these files.',
      '✗ The receipt is of draw telegram:-1001#3, and its file is not among these.',
    ],
  ])
  const same = await verify(of, ['draw-3.json', 'draw-3.json'], '--rehearsal')
  expect(same.code).toBe(3)
  const compared = await verify(of, ['draw-3.json', 'draw-3.json'], '--rehearsal', '--notice', proof.commit)
  expect(compared.code).toBe(0)
})

test.each([
  [[], [], 'No file is named.\n→ Use: npm run draw:verify -- FILE'],
  [['draw-3.json'], ['--receipt', 'telegram:1'], 'The receipt cannot be read.'],
  [['draw-3.json'], ['--notice', 'no'], 'Use the message in the group'],
  [['draw-3.json'], ['--announcement', 'no'], 'Use the announcement in the group'],
  [['draw-3.json'], ['--rehersal'], '(Did you mean --rehearsal?)'],
])('wrong usage ends with 2 and says what to do: %j %j', async (files, args, said) => {
  const { code, err } = await verify(project(), files, ...args)
  expect(code).toBe(2)
  expect(err).toContain(said)
})

test('a file that cannot be read ends with 2, and the others are checked all the same', async () => {
  const of = project()
  const { code, out } = await verify(of, ['nowhere.json', '', 'draw-3.json'], '--rehearsal')
  expect(code).toBe(2)
  expect(out).toContain('nowhere.json\n  There is no such file.\n  → Check its name.')
  expect(out).toContain('  It is a folder.\n  → Name the proof file in it.')
  expect(out).toContain('A rehearsal, consistent in itself')
  expect((await verify(of, ['../../../dev/zero'])).code).toBe(2)
})

test('a file of 200 MB is not read', async () => {
  const of = project()
  const file = openSync(of.at('huge.json'), 'w')
  ftruncateSync(file, 200 * 2 ** 20)
  closeSync(file)
  const { code, out } = await verify(of, ['huge.json'])
  expect([code, out.includes('It is larger than 16 MB')]).toEqual([2, true])
})

test('what a file holds cannot speak to the terminal', async () => {
  const of = tempProject({ 'evil.json': '{"\\u001b[2J\\u202e": 1}' })
  const { code, out } = await verify(of, ['evil.json'])
  expect([code, out.includes('\u001b'), out.includes('\u202e')]).toEqual([1, false, false])
  const twice = tempProject({ 'evil.json': '{"\u009b31m\u{e0041}": 1, "\u009b31m\u{e0041}": 2}' })
  const json = (await verify(twice, ['evil.json'], '--json')).out
  expect(json).not.toMatch(/[\u0080-\u009f\p{Cf}]/u)
  expect(JSON.parse(json).files[0].steps[0].reasons[0].values.what).toBe('\u009b31m\u{e0041}')
})

test('for other programs it is one JSON object', async () => {
  const verdictOf = async (...args: string[]) => {
    const { code, out } = await verify(project(), ['draw-3.json'], '--json', ...args)
    const { verdict, files, ...rest } = JSON.parse(out)
    return {
      code,
      verdicts: [verdict, files[0].verdict],
      story: files[0].story,
      isBare: 'valid' in { ...rest, ...files[0] },
    }
  }
  const told = await verdictOf('--rehearsal', '--notice', proof.commit)
  expect([told.code, told.verdicts, told.isBare, told.story.holders[0]]).toEqual([
    0,
    ['valid', 'valid'],
    false,
    { slot: 0, prize: '书 📚', pick: 3, member: proof.picks[3]!.member },
  ])
  expect(await verdictOf('--rehearsal')).toMatchObject({ code: 3, verdicts: ['not-compared', 'not-compared'] })
  expect(await verdictOf()).toMatchObject({ code: 1, verdicts: ['rejected', 'rejected'], story: null })
})

test('10,000 entrants are checked within two seconds of work', async () => {
  const of = tempProject({ 'big.json': proofText(makeDraw({ entrants: 10_000 }).proof) })
  const before = process.cpuUsage()
  const { code } = await verify(of, ['big.json'], '--rehearsal')
  const { user, system } = process.cpuUsage(before)
  expect(code).toBe(3)
  expect((user + system) / 1_000).toBeLessThan(2_000)
})

test('a language may be named shortly', async () => {
  const { out } = await verify(project(), ['draw-3.json'], '--rehearsal', '--lang', 'zh')
  expect(out).toContain('还没有和群里对照')
})

test('the page is written, and a folder that is not there is said', async () => {
  const of = project()
  expect((await verify(of, [], '--page', of.at('page.html'))).code).toBe(0)
  expect(readFileSync(of.at('page.html'), 'utf8')).toBe(verifierPage().html)
  const { code, err } = await verify(of, [], '--page', of.at('no/page.html'))
  expect([code, err.split('\n')[0]]).toEqual([2, 'no/page.html cannot be written (ENOENT).'])
})
