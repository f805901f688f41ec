import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { confirms, playOn, type Stimulus, says, specFor } from '../../testing/index.ts'
import { createStage } from '../../testing/stage.ts'
import { graveQuestion } from '../decision.ts'
import { defineMessages } from '../messages.ts'
import { definePlugin } from '../plugin.ts'
import { defineSlice } from '../slice.ts'
import { after, amy, bob, MINUTE, owner, SECOND } from './operations.fixtures.ts'
import { operations } from './operations.ts'
import { setup } from './setup.ts'

const fire = defineSlice({ name: 'fire', facts: { lit: z.object({}) } })
const firePlugin = definePlugin({
  slice: fire,
  messages: defineMessages({ sure: () => '真的要点火吗？' }, { sure: () => 'Light it?' }),
  config: z.unknown(),
  commands: {
    light: { words: ['light'], who: 'owner', decide: c => [graveQuestion(c.say.sure(), c.confirm.light({}))] },
  },
  confirmed: { light: { who: 'owner', data: z.object({}), decide: () => [fire.facts.lit({})] } },
})
const { given, say, confirm } = specFor(firePlugin)
const named = setup.facts.titled({ title: '晨读 Club' })
const asks = says(amy, '/light', after(0), owner)

function codeAfter(...history: readonly Stimulus[]): string {
  const stage = createStage({ plugins: [firePlugin] })
  for (const stimulus of history) playOn(stage, stimulus)
  return stage.read(operations).questions.of(amy).code
}
const answers = (typed: string, ms = SECOND, who = amy) => says(who, typed, after(ms), owner)

describe('a grave question', () => {
  test('asks, and does nothing yet', () =>
    given(named)
      .when(asks)
      .then(graveQuestion(say.sure(), confirm.light({}))))

  test('has no button', () => {
    const stage = createStage({ plugins: [firePlugin] })
    const handled = playOn(stage, asks)
    const answers = handled.is === 'committed' ? handled.answers : []
    expect(answers.length).toBe(1)
    expect(answers[0]?.buttons).toBeUndefined()
  })

  test('is confirmed by the code and the name of the group', () =>
    given(named, asks)
      .when(confirms(amy, after(SECOND), owner))
      .then(fire.facts.lit({})))

  test.each(['晨读 Club', '晨读club', '「晨读 CLUB」', '"晨读　Ｃｌｕｂ"'])(
    'takes the name as people type it: %s',
    typed =>
      given(named, asks)
        .when(answers(`确认 ${codeAfter(asks)} ${typed}`))
        .then(fire.facts.lit({})),
  )

  test.each(['', ' 晨读', ' 夜读 Club', ' yes'])('is not confirmed without the name: "%s"', typed => {
    const code = codeAfter(asks)
    given(named, asks)
      .when(answers(`/confirm ${code}${typed}`))
      .thenSays(`群名没有对上，还没有办。要办请回复「确认 ${code} 晨读 Club」。`)
    // The control: a slip in the name does not cost the code.
    given(named, asks, answers(`/confirm ${code}${typed}`))
      .when(confirms(amy, after(2 * SECOND), owner))
      .then(fire.facts.lit({}))
  })

  test('is nobody else’s, and two minutes long', () => {
    given(named, asks)
      .when(answers(`/confirm ${codeAfter(asks)} 晨读 Club`, SECOND, bob))
      .thenSays('确认码不对，或者已经过期。请把刚才的指令重新发一次。')
    given(named, asks)
      .when(confirms(amy, after(2 * MINUTE + 1), owner))
      .thenSays('确认码不对，或者已经过期。请把刚才的指令重新发一次。')
  })

  test('is declined without the name', () => given(named, asks).when(answers('确认 不了')).thenSays('好，没有办。'))
})
