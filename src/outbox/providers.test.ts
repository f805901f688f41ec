import { describe, expect, test } from 'vitest'
import { HOUR, type Lab, MINUTE, SECOND, startLab } from '../../test/lab.ts'
import { ATTEMPTS_AT_ONCE_MAX } from './providers.ts'

const answersOf = (lab: Lab) => lab.facts('lab/answered').map(({ answer }) => answer)

/** Like `pass`, for a world in which a promise may stay open: nothing is waited for. */
async function passWithoutWaiting(lab: Lab, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= SECOND) {
    lab.world.clock.set((lab.world.clock.now() + Math.min(SECOND, left)) as never)
    for (let turn = 0; turn < 3; turn += 1) {
      lab.world.account.pump()
      lab.journal.flush()
      for (let i = 0; i < 10; i += 1) await undefined
    }
  }
}

describe('a question to a provider', () => {
  test('is answered once', async () => {
    const lab = await startLab()
    await lab.says('amy', 'provide why')
    await lab.pass(HOUR)
    expect(answersOf(lab)).toEqual(['re: why'])
  })

  test('is asked again after an error, later each time', async () => {
    const lab = await startLab()
    const asked: number[] = []
    lab.controls.provide = async question => {
      asked.push((lab.world.clock.now() - start) / SECOND)
      if (asked.length < 5) throw new Error('down')
      return question
    }
    const start = lab.world.clock.now()
    await lab.says('amy', 'provide why')
    await lab.pass(HOUR)
    expect(asked).toEqual([0, 5, 15, 35, 75])
    expect(answersOf(lab)).toEqual(['why'])
    expect(lab.troubles[0]).toMatch(/^provider request \S+, attempt 1: down$/)
  })

  test('has failed at its deadline, not after it, and the plugin is told', async () => {
    const lab = await startLab()
    lab.controls.provide = async () => {
      throw new Error('down')
    }
    await lab.says('amy', 'provide why')
    await lab.pass(30 * MINUTE - 1)
    expect(answersOf(lab)).toEqual([])
    await lab.pass(1)
    expect(answersOf(lab)).toEqual(['failed: no answer before the deadline'])
    const asked = lab.troubles.length
    await lab.pass(HOUR)
    expect(lab.troubles.length).toBe(asked)
  })

  test('whose answer does not fit its schema is asked again', async () => {
    const lab = await startLab()
    let asked = 0
    lab.controls.provide = async () => {
      asked += 1
      return (asked === 1 ? 42 : 'forty-two') as string
    }
    await lab.says('amy', 'provide why')
    await lab.pass(MINUTE)
    expect(answersOf(lab)).toEqual(['forty-two'])
  })

  test('that hangs is broken off after a minute and asked again; what it says then is not heard', async () => {
    const lab = await startLab()
    const signals: AbortSignal[] = []
    let answerLate = (_: string) => {}
    lab.controls.provide = (question, signal) => {
      signals.push(signal)
      return signals.length === 1
        ? new Promise(resolve => {
            answerLate = resolve
          })
        : Promise.resolve(`second ${question}`)
    }
    await lab.says('amy', 'provide why')
    await passWithoutWaiting(lab, 59 * SECOND)
    expect(signals.map(({ aborted }) => aborted)).toEqual([false])
    await passWithoutWaiting(lab, 10 * SECOND)
    answerLate('too late')
    await passWithoutWaiting(lab, SECOND)
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false])
    expect(answersOf(lab)).toEqual(['second why'])
  })

  test('does not run beside more than so many others', async () => {
    const lab = await startLab()
    let running = 0
    let most = 0
    const answer: (() => void)[] = []
    lab.controls.provide = question => {
      running += 1
      most = Math.max(most, running)
      return new Promise(resolve => {
        answer.push(() => {
          running -= 1
          resolve(question)
        })
      })
    }
    for (let i = 0; i < 100; i += 1) await lab.says('amy', `provide ${i}`)
    for (let round = 0; round < 10; round += 1) {
      await passWithoutWaiting(lab, SECOND)
      for (const one of answer.splice(0)) one()
    }
    await lab.pass(SECOND)
    expect(most).toBe(ATTEMPTS_AT_ONCE_MAX)
    expect(answersOf(lab)).toHaveLength(100)
  })

  test('is asked again by the next process', async () => {
    const lab = await startLab()
    lab.controls.provide = () => new Promise(() => {})
    await lab.says('amy', 'provide why')
    await passWithoutWaiting(lab, SECOND)
    lab.controls.provide = async question => `again ${question}`
    await lab.restart()
    await lab.pass(MINUTE)
    expect(answersOf(lab)).toEqual(['again why'])
  })

  test('of a plugin that is gone is given up', async () => {
    const lab = await startLab()
    lab.controls.provide = async () => {
      throw new Error('down')
    }
    await lab.says('amy', 'provide why')
    await lab.pass(SECOND)
    lab.plugins = []
    await lab.restart()
    await lab.pass(MINUTE)
    expect(lab.facts('requests/abandoned').map(({ reason }) => reason)).toEqual(['the plugin is gone'])
  })
})
