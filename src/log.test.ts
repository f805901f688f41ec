import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { createLog, type LogOptions, memoryLog } from './log.ts'
import { redactorOf, secretsIn } from './redact.ts'

const TOKEN = '8123456789:AAF_abcdefghijklmnopqrstuvwxyz012345'
const NOON_MS = Date.parse('2026-11-21T12:00:00Z')

/** What a log writes. */
function written(options: LogOptions, use: (log: ReturnType<typeof createLog>) => void): string {
  let text = ''
  const stream = new Writable({
    write(chunk, _, done) {
      text += chunk
      done()
    },
  })
  use(createLog({ now: () => NOON_MS, stream, ...options }))
  return text
}

test('a line is a sentence and its fields, as JSON where nobody watches', () => {
  const text = written({}, log =>
    log.info('Delivered post day-03 (142 ms, attempt 1 of 5)', { group: 'g1', durationMs: 142, level: 'fake' }),
  )
  expect(text).toBe(
    '{"at":"2026-11-21T12:00:00.000Z","level":"info","sentence":"Delivered post day-03 (142 ms, attempt 1 of 5)","group":"g1","durationMs":142}\n',
  )
})

test('a line for people shows the fields behind the sentence, and an error below it', () => {
  const error = Object.assign(new Error('no route'), { stack: 'Error: no route\n    at send (a.ts:1)' })
  const text = written({ format: 'pretty' }, log => {
    log.info('Delivered', { group: 'g1', name: 'two words', durationMs: 3 })
    log.error('Not delivered', { error })
  })
  const [delivered, failed, ...stack] = text.trimEnd().split('\n')
  expect(delivered).toMatch(/^\d\d:\d\d:\d\d info {2}Delivered {2}group=g1 name="two words" durationMs=3$/)
  expect(failed).toMatch(/^\d\d:\d\d:\d\d error Not delivered$/)
  expect(stack).toEqual(['    Error: no route', '        at send (a.ts:1)'])
})

test('a name with a newline or terminal codes forges no line', () => {
  const text = written({ format: 'pretty' }, log =>
    log.info('Joined: Amy\n12:00:00 error All is lost', { name: '\u001B[31mAmy' }),
  )
  expect(text.trimEnd().split('\n')).toHaveLength(1)
  expect(text).not.toContain('\u001B')
})

test('what is below the level is not written', () => {
  const log = memoryLog({ level: 'warn' })
  log.info('one')
  log.warn('two')
  log.error('three')
  expect(log.entries.map(({ sentence }) => sentence)).toEqual(['two', 'three'])
})

const everywhere = (secret: string) => {
  const cause = new Error(`cause ${secret}`)
  const error = new Error(`GET https://api.telegram.org/bot${secret}/getMe failed`, { cause })
  return { error, list: [{ deep: `x${secret}x` }], [`key ${secret}`]: 1, url: encodeURIComponent(`?t=${secret}`) }
}

test.each([
  ['a secret of the environment', 'hunter2-and/more', ['hunter2-and/more']],
  ['what looks like a Telegram token', TOKEN, []],
])('%s is taken out of sentences, fields, errors, their stacks and causes', (_, secret, secrets) => {
  const log = memoryLog({ secrets })
  log.error(`Failed with ${secret}`, everywhere(secret))
  const text = JSON.stringify(log.entries)
  expect(text).not.toContain(secret)
  expect(text).not.toContain(encodeURIComponent(secret))
  expect(text.match(/\[redacted\]/g)!.length).toBeGreaterThanOrEqual(7)
})

test('control: without being told, an ordinary secret would be written in all those places', () => {
  const log = memoryLog()
  log.error('Failed with hunter2-and/more', everywhere('hunter2-and/more'))
  expect(JSON.stringify(log.entries).match(/hunter2-and(\/|%2F)more/g)!.length).toBeGreaterThanOrEqual(7)
})

test('secrets are the values of variables that are named so, and long enough to be one', () => {
  const env = {
    BONFIRE_TELEGRAM_TOKEN: TOKEN,
    wechat_password: 'correct horse',
    API_KEY: 'abc123',
    SECRET_MODE: 'on',
    HOME: '/srv/amy',
    MY_KEY: undefined,
  }
  expect(secretsIn(env)).toEqual([TOKEN, 'correct horse', 'abc123'])
})

test('of two secrets that begin alike, the longer is taken out whole', () => {
  expect(redactorOf(['secret', 'secret-of-amy'])('is secret-of-amy')).toBe('is [redacted]')
})

test('what members write is never logged: only how long it is', () => {
  const log = memoryLog()
  log.warn('Not understood', { message: 'm1', text: '打卡 还不错', event: { kind: 'said', text: 'hello' } })
  // Libraries hang the whole request on their errors.
  log.error('Refused', { error: Object.assign(new Error('400'), { payload: { text: '打卡 还不错' } }) })
  expect(JSON.stringify(log.entries)).not.toMatch(/打卡|hello/)
  expect(log.entries[0]!.fields).toEqual({
    message: 'm1',
    text: '[6 characters]',
    event: { kind: 'said', text: '[5 characters]' },
  })
})

test('fields of any shape are written: circles, big numbers, functions', () => {
  const circle: Record<string, unknown> = { count: 10n, call: () => 1 }
  circle.self = circle
  const log = memoryLog()
  log.info('Odd', circle)
  expect(log.entries[0]!.fields).toMatchObject({ count: '10', call: '[function]', self: { self: { count: '10' } } })
})
