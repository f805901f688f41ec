import { describe, expect, test } from 'vitest'
import { LIBRARIES, member, openLab } from './telegram.fixtures.ts'

describe.each(LIBRARIES)('what somebody is, asked over %s', library => {
  test('is what Telegram says now: a role, nothing of an ordinary member, or that they are gone', async () => {
    const lab = await openLab(library)
    const amy = lab.api.person({ firstName: 'Amy' })
    const roleNow = () => lab.adapter.roleOf!(lab.chat.id, member(amy))
    expect(await roleNow()).toBe('gone')
    lab.group.add(amy)
    expect(await roleNow()).toBe(undefined)
    lab.group.promote(amy)
    expect(await roleNow()).toBe('admin')
    lab.group.remove(amy)
    expect(await roleNow()).toBe('gone')
    await lab[Symbol.asyncDispose]()
  })
})
