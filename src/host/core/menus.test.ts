import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Instant, MemberId } from '../../events/ids.ts'
import { day, member } from '../../testing/index.ts'
import { createStage } from '../../testing/stage.ts'
import type { Button, Target } from '../decision.ts'
import { defineMessages } from '../messages.ts'
import { definePlugin } from '../plugin.ts'
import { defineSlice } from '../slice.ts'
import { chosenFrom, menuOf, menus } from './menus.ts'

const [amy, bob, olga] = [member('amy'), member('bob'), member('olga')]
const plugin = definePlugin({
  slice: defineSlice({ name: 'shelf', facts: {} }),
  messages: defineMessages({}, {}),
  config: z.unknown(),
})
const tea: readonly Button[] = [{ label: 'tea', says: 'tea' }]
const sentTo = (by: MemberId | undefined, says: string): readonly Button[] => [{ label: says, says, ...(by && { by }) }]

interface Offered {
  readonly target: Target
  readonly buttons: readonly Button[]
}

/** What 「1」 means to somebody, in private or in the group, after these menus. */
function meansAfter(offered: readonly Offered[], who: MemberId, isPrivate: boolean) {
  const stage = createStage({ plugins: [plugin] })
  const at = stage.instant(day('2026-11-23'))
  for (const [index, { target, buttons }] of offered.entries()) {
    const menu = menuOf(buttons, (at + index) as Instant, { target, owner: olga })
    if (menu) stage.record([menu])
  }
  const said = { text: '1', member: who, at: (at + 1_000) as Instant, private: isPrivate }
  const choice = chosenFrom(stage.read(menus), said)
  if (choice?.closes) stage.record([choice.closes])
  return [choice?.says, chosenFrom(stage.read(menus), said)?.says]
}

describe('a number', () => {
  const shown = [{ target: { member: amy }, buttons: sentTo(amy, '/fulfil 1') }] as const

  test('answers a private menu in private, and once', () =>
    expect(meansAfter(shown, amy, true)).toEqual(['/fulfil 1', undefined]))

  test('does not answer a private menu in the group', () =>
    expect(meansAfter(shown, amy, false)).toEqual([undefined, undefined]))

  test('does not answer the group’s menu in private', () => {
    const offered = [{ target: 'group', buttons: tea }] as const
    expect(meansAfter(offered, amy, true)).toEqual([undefined, undefined])
    // The control.
    expect(meansAfter(offered, amy, false)).toEqual(['tea', 'tea'])
  })

  test('answers the group’s menu in the group, whatever was shown in private since', () =>
    expect(meansAfter([{ target: 'group', buttons: tea }, ...shown], amy, false)).toEqual(['tea', 'tea']))

  test('answers what was shown to one member only when they say it', () => {
    const offered = [{ target: 'group', buttons: sentTo(amy, 'mine') }] as const
    expect(meansAfter(offered, amy, false)).toEqual(['mine', undefined])
    expect(meansAfter(offered, bob, false)).toEqual([undefined, undefined])
  })

  test('answers the owner’s menu in the owner’s private chat, again and again where it is for nobody alone', () => {
    const offered = [{ target: 'owner', buttons: tea }] as const
    expect(meansAfter(offered, olga, true)).toEqual(['tea', 'tea'])
    expect(meansAfter(offered, amy, true)).toEqual([undefined, undefined])
  })
})
