import { acknowledge, type LocalTime, post, send, withdraw } from 'bonfire'
import {
  answers,
  at,
  confirms,
  createStage,
  day,
  due,
  leaves,
  member,
  message,
  play,
  rings,
  says,
  specFor,
  tells,
  ticks,
} from 'bonfire/testing'
import { expect, test } from 'vitest'
import { signUps } from './facts.ts'
import plugin from './index.ts'

const { given, say, ask, wakeAt } = specFor(plugin, { config: { weatherUrl: 'https://weather.test/' } })
const { opened, announced, signed, stoodDown, forecast, closed, calledOff } = signUps.facts
const [amy, bob, olga] = [member('amy'), member('bob'), member('olga')]
const today = day('2026-11-23')
const closesAt = at('2026-11-23 20:00')
const number = 1
const isOpen = opened({ number, closesAt, places: 2 })
const onTheList = signed({ member: amy, number })
const admin = { role: 'admin' } as const

test('whoever comes is on the list, once', () => {
  given(isOpen, onTheList)
    .when(says(bob, '接龙', today))
    .then(signed({ member: bob, number }), acknowledge(say.signed({ number, taken: 2, places: 2 })))
  given(isOpen, onTheList)
    .when(says(amy, '接龙', today))
    .then(say.already())
})

test('when all places are taken, nobody else gets one', () =>
  given(isOpen, onTheList, signed({ member: olga, number }))
    .when(says(bob, '接龙', today))
    .then(say.full({ places: 2 })))

test('it closes at its time, with what the weather will be', () =>
  given(isOpen, onTheList, forecast({ number, degrees: 21 }))
    .when(rings('close', { number }, closesAt))
    .then(closed({ number }), post(say.closed({ number, taken: 1, places: 2, degrees: 21 }), { class: 'notice' })))

test('the answer of the weather service is recorded', () =>
  given(isOpen)
    .when(answers(ask.weather({ number, url: 'https://weather.test/' }), { degrees: 21 }, today))
    .then(forecast({ number, degrees: 21 })))

test('one that closed meanwhile is not reminded of', () => {
  const reminder = post(say.remind({ number }))
  given(isOpen).when(ticks('remind', today)).then(reminder)
  given(isOpen).when(due(reminder, today)).thenDue(send())
  given(isOpen, closed({ number })).when(due(reminder, today)).thenDue(withdraw('closed'))
})

test('which message it stands in is remembered once that has been sent', () =>
  given(isOpen)
    .when(
      tells(
        post(say.call({ number, at: '20:00' as LocalTime })),
        { is: 'sent', message: message('m7'), at: at(today) },
        today,
      ),
    )
    .then(announced({ number, message: message('m7') })))

test('who leaves the group leaves the list', () => {
  given(isOpen, onTheList)
    .when(leaves(amy, today))
    .then(stoodDown({ member: amy, number }))
  given(isOpen, onTheList).when(leaves(bob, today)).thenNothing()
})

test('it is called off only after a yes', () =>
  given(isOpen, onTheList, says(olga, '/signup_off', today, admin))
    .when(confirms(olga, today, admin))
    .then(calledOff({ number }), post(say.calledOff({ number })), wakeAt('close', null, { number })))

test('what was recorded before there were places is read as one without', () => {
  const stage = createStage({ plugins: [plugin] })
  const facts = [[opened.type, { number, closesAt }]] as const
  stage.host.replay({ cause: 'cmd:old', group: stage.group, at: closesAt, facts }, 1)
  expect(stage.read(signUps).group).toMatchObject({ number, isOpen: true, places: null })
})

test('before the first one the dashboard knows nothing, and that is not 0', () => {
  expect(given().figures(today).taken).toMatchObject({ value: null })
  expect(given(isOpen, onTheList).figures(today).taken).toMatchObject({ value: 1 })
})

test('in a conversation', async () => {
  const conversation = `
    2026-11-23 09:00 +olga (admin)
    +amy
    olga: /signup_open 20:00 1
    10:00 amy: /signup
    olga: /signup
    12:00 olga: /signup_list
    18:01 -amy
    20:01 # the list is closed
  `
  expect(await play({ plugins: [plugin], locale: 'en-US' }, conversation)).toMatchInlineSnapshot(`
    "2026-11-23 09:00 +olga
    +amy
    olga: /signup_open 20:00 1
        bot: Sign-up #1 is in the group.
          Send /undo within 10 minutes to take it back.
        bot! Sign-up #1 is open until 20:00. Say /signup to come.
          Reply with a number: 1 I am in [pinned]
    10:00 amy: /signup
        bot: You are on: #1, 1/1.
    olga: /signup
        bot: Every place is taken (1). When somebody leaves there is one again.
    12:00 olga: /signup_list
        bot: 1. amy
        18:00 bot! Sign-up #1 closes tonight.
    18:01 -amy
        20:00 bot! Sign-up #1 is closed with 0.
    # the list is closed"
  `)
})
