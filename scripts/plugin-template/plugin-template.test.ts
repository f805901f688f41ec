import { acknowledge } from 'bonfire'
import { day, member, says, specFor } from 'bonfire/testing'
import { test } from 'vitest'
import { greetings } from './facts.ts'
import plugin from './index.ts'

const { given, say } = specFor(plugin)
const { greeted } = greetings.facts
const amy = member('amy')
const [monday, tuesday] = [day('2026-11-23'), day('2026-11-24')]

test('a greeting is recorded and answered', () =>
  given()
    .when(says(amy, '/plugin_template', monday))
    .then(greeted({ member: amy, day: monday }), acknowledge(say.hello({ times: 1 }))))

test('a new day counts from one', () =>
  given(greeted({ member: amy, day: monday }))
    .when(says(amy, '/plugin_template', tuesday))
    .then(greeted({ member: amy, day: tuesday }), acknowledge(say.hello({ times: 1 }))))

test('enough is enough', () =>
  given(...[1, 2, 3].map(() => greeted({ member: amy, day: monday })))
    .when(says(amy, '/plugin_template', monday))
    .then(say.enough()))
