import { describe, expect, test } from 'vitest'
import { createCodes } from '../codes.ts'
import { Instant, MemberId } from '../events/ids.ts'
import { linkDigest } from '../host/core/dashboard.ts'
import { memoryLog } from '../log.ts'
import { createSignIn } from './sign-in.ts'

const [olga, cara] = [MemberId.parse('telegram:1'), MemberId.parse('telegram:2')]
const MINUTE = 60_000
const HOUR = 60 * MINUTE

function door() {
  let time = 0
  const log = memoryLog()
  const signIn = createSignIn({ clock: { now: () => time as Instant }, log })
  const { digest } = createCodes()
  let count = 0
  return {
    ...signIn,
    log,
    pass: (ms: number) => {
      time += ms
    },
    /** Gives somebody a link, and says what opens it. */
    tokenOf(member: MemberId): string {
      count += 1
      const token = `${'TOKEN'.repeat(6)}${count}`
      const until = Instant.parse(time + 10 * MINUTE)
      signIn.give({ member, digest: linkDigest(token, digest), until })
      return token
    },
    /** What somebody is let in by. */
    sessionOf(member: MemberId): string {
      const entered = signIn.enter(this.tokenOf(member))
      if (typeof entered === 'string') throw new Error(entered)
      return entered.session
    },
  }
}

describe('a link', () => {
  test('opens once', () => {
    const at = door()
    const token = at.tokenOf(olga)
    const entered = at.enter(token)
    expect(typeof entered === 'object' && at.memberOf(entered.session)).toBe(olga)
    expect(at.enter(token)).toBe('wrong')
  })

  test('is too old after ten minutes, and not before', () => {
    const at = door()
    const early = at.tokenOf(olga)
    at.pass(10 * MINUTE - 1)
    expect(at.enter(early)).toHaveProperty('session')
    const late = at.tokenOf(olga)
    at.pass(10 * MINUTE)
    expect(at.enter(late)).toBe('wrong')
  })

  test('is replaced by a newer one of the same person, and by nobody else’s', () => {
    const at = door()
    const [first, others, second] = [at.tokenOf(olga), at.tokenOf(cara), at.tokenOf(olga)]
    expect(at.enter(first)).toBe('wrong')
    expect([at.enter(others), at.enter(second)]).toEqual([
      { session: expect.any(String) },
      { session: expect.any(String) },
    ])
  })

  test('of somebody does not wait for those of others to be used', () => {
    const at = door()
    const old = at.tokenOf(cara)
    at.pass(11 * MINUTE)
    const token = at.tokenOf(olga)
    expect([at.enter(old), at.enter(token)]).toEqual(['wrong', { session: expect.any(String) }])
  })

  test('that is wrong too often sends away whoever has another wrong one, for a minute, and nobody else', () => {
    const at = door()
    const token = at.tokenOf(olga)
    const guesses = Array.from({ length: 20 }, (_, index) => at.enter(`GUESS${index}`))
    expect(new Set(guesses)).toEqual(new Set(['wrong']))
    expect(at.enter('GUESS')).toBe('later')
    expect(at.log.entries.map(({ level }) => level)).toEqual(['warn'])
    expect(at.enter(token)).toHaveProperty('session')
    at.pass(MINUTE)
    expect(at.enter('GUESS')).toBe('wrong')
  })
})

describe('a session', () => {
  test('ends when nobody has used it for two hours', () => {
    const at = door()
    const session = at.sessionOf(olga)
    for (let count = 0; count < 3; count += 1) {
      at.pass(2 * HOUR - 1)
      expect(at.memberOf(session)).toBe(olga)
    }
    at.pass(2 * HOUR)
    expect([at.memberOf(session), at.memberOf(session)]).toEqual([null, null])
  })

  test('ends after twelve hours, however often it is used', () => {
    const at = door()
    const session = at.sessionOf(olga)
    for (let hours = 0; hours < 11; hours += 1) {
      at.pass(HOUR)
      expect(at.memberOf(session)).toBe(olga)
    }
    at.pass(HOUR)
    expect(at.memberOf(session)).toBeNull()
  })

  test('ends by leaving, and no other with it', () => {
    const at = door()
    const [one, other] = [at.sessionOf(olga), at.sessionOf(olga)]
    at.leave(one)
    expect([at.memberOf(one), at.memberOf(other), at.memberOf('made up')]).toEqual([null, olga, null])
  })

  test('ends when the same person has opened five later ones', () => {
    const at = door()
    const others = at.sessionOf(cara)
    const six = Array.from({ length: 6 }, () => at.sessionOf(olga))
    expect(six.map(at.memberOf)).toEqual([null, olga, olga, olga, olga, olga])
    expect(at.memberOf(others)).toBe(cara)
  })
})
