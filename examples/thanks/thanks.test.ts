import { acknowledge } from 'bonfire'
import { day, joins, member, play, says, specFor } from 'bonfire/testing'
import { expect, test } from 'vitest'
import { gratitude } from './facts.ts'
import thanks from './index.ts'

const { given, say } = specFor(thanks)
const { thanked } = gratitude.facts
const [amy, bob] = [member('amy'), member('bob')]
const [monday, tuesday] = [day('2026-11-23'), day('2026-11-24')]
const toBob = thanked({ member: amy, to: bob, day: monday })

test('thanks in a reply are counted for whom it replies to', () =>
  given(joins(bob, monday), toBob)
    .when(says(amy, '谢谢你的书！', monday, { repliesTo: bob }))
    .then(toBob, acknowledge(say.noted({ to: bob, times: 2 }), { reaction: '❤' })))

test('other words are talk', () =>
  given(joins(bob, monday))
    .when(says(amy, '今天读完了', monday, { repliesTo: bob }))
    .thenNothing())

test('nobody thanks themselves, or somebody who is not here', () => {
  given()
    .when(says(amy, '谢谢', monday, { repliesTo: amy }))
    .thenNothing()
  given()
    .when(says(amy, '谢谢', monday, { repliesTo: bob }))
    .thenNothing()
})

test('five a day are enough, and a new day begins anew', () => {
  const five = Array.from({ length: 5 }, () => toBob)
  given(joins(bob, monday), ...five)
    .when(says(amy, '谢谢', monday, { repliesTo: bob }))
    .then(say.enough({ most: 5 }))
  given(joins(bob, monday), ...five)
    .when(says(amy, '谢谢', tuesday, { repliesTo: bob }))
    .then(
      thanked({ member: amy, to: bob, day: tuesday }),
      acknowledge(say.noted({ to: bob, times: 6 }), { reaction: '❤' }),
    )
})

test('the dashboard shows who was thanked most, and nothing before anybody was', () => {
  const toAmy = thanked({ member: bob, to: amy, day: monday })
  const rows = [
    [{ member: bob }, 2],
    [{ member: amy }, 1],
  ]
  expect(given(toAmy, toBob, toBob).figures(tuesday).most).toMatchObject({ n: 2, rows })
  expect(given().figures(tuesday)).toEqual({})
})

test('in a conversation', async () => {
  const conversation = `
    2026-11-23 09:00 +amy
    +bob
    bob: I have a spare copy of Walden, who wants it?
    amy (reply bob): thank you, I do!
    09:05 bob: /thanks
  `
  expect(await play({ plugins: [thanks], locale: 'en-US' }, conversation)).toMatchInlineSnapshot(`
    "2026-11-23 09:00 +amy
    +bob
    bob: I have a spare copy of Walden, who wants it?
    amy (reply bob): thank you, I do!
        bot: Noted: thanks number 1 for bob.
    09:05 bob: /thanks
        bot: Thanks for you so far: 1."
  `)
})
