import { expect, test } from 'vitest'
import type { Instant } from '../../events/ids.ts'
import { outcomeOfError } from './outcomes.ts'

const NOW = 1_000 as Instant
const outcome = (message: string, code?: number) =>
  outcomeOfError(Object.assign(new Error(message), code !== undefined && { code }), NOW)

test.each([
  ['13 INTERNAL: Received RST_STREAM with code 2', 13],
  ['13 INTERNAL: something went wrong', 13],
  ['2 UNKNOWN: Internal server error', 2],
  ['2 UNKNOWN: fetch failed', 2],
  ['502 Bad Gateway', undefined],
  ['socket closed', undefined],
  ['connect ECONNABORTED', undefined],
  ['canceled', undefined],
  ['1 CANCELLED: Cancelled on client', 1],
  ['4 DEADLINE_EXCEEDED: Deadline exceeded', 4],
  ['14 UNAVAILABLE: read ECONNRESET', 14],
  ['invalid response from the server', undefined],
  ['checking the permission timed out', undefined],
  ['the answer was not found', undefined],
  ['2 UNKNOWN: Error: something\n    at noSuchRoom (/srv/forbidden.js:1:1)', 2],
  ['系统繁忙', undefined],
  ['', undefined],
])('it is not known whether it was sent: %s', (message, code) => {
  expect(outcome(message, code)).toMatchObject({ is: 'unknown' })
})

test.each([
  ['2 UNKNOWN: not a member of the room', 2],
  ['2 UNKNOWN: Error: permission denied\n    at ServerHttp2Stream.emit (/srv/gateway/socket.js:1:1)', 2],
  ['the bot is not in the room', undefined],
  ['you are not the owner or an admin', undefined],
  ['only admins: permission denied', undefined],
  ['2 UNKNOWN: room 1000@chatroom not found', 2],
  ['no such contact', undefined],
  ["the contact doesn't exist", undefined],
  ['the room was dissolved', undefined],
  ['can not find room 1000@chatroom', undefined],
  ['invalid argument: text', undefined],
  ['2 UNKNOWN: Wechaty Puppet Unsupported API Error. Learn More At https://github.com/…', 2],
  ['12 UNIMPLEMENTED: The server does not implement the method', 12],
  ['7 PERMISSION_DENIED: no', 7],
  ['你不在该群', undefined],
  ['没有权限', undefined],
  ['对方开启了朋友验证，你还不是他（她）朋友', undefined],
  ['群聊不存在', undefined],
])('it was certainly not sent, and never will be: %s', (message, code) => {
  expect(outcome(message, code)).toMatchObject({ is: 'failed', again: false })
})

test.each(['14 UNAVAILABLE: No connection established', 'connect ECONNREFUSED 127.0.0.1:1', 'WeChat is not logged in'])(
  'it never left, and may be sent later: %s',
  message => {
    expect(outcome(message)).toMatchObject({ is: 'failed', again: true })
  },
)

test.each([null, undefined, 'text', { odd: true }])('what is no error leaves it open: %j', thrown => {
  expect(outcomeOfError(thrown, NOW)).toMatchObject({ is: 'unknown' })
})
