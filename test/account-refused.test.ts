import { describe, expect, test } from 'vitest'
import { HERE, HOUR, type Lab, MINUTE, SECOND, startLab, THERE } from './lab.ts'

const COMMANDS = ['in', 'post', 'notice', 'remove']
const stateOf = (lab: Lab) => lab.pending().map(({ class: cls, state }) => `${cls} ${state}`)
const didOf = (lab: Lab) => lab.lines.filter(({ is }) => is === 'did').length

describe('while the journal takes nothing', () => {
  test('what people send is not confirmed, and comes again until it is taken', async () => {
    const lab = await startLab()
    lab.journal.refuse('full')
    for (const what of COMMANDS) await lab.says('amy', what)
    await lab.pass(10 * MINUTE)
    expect(lab.platform.state.unconfirmed).toHaveLength(COMMANDS.length)
    expect(lab.calls).toEqual([])
    lab.journal.refuse(undefined)
    await lab.pass(MINUTE)
    expect(lab.platform.state.unconfirmed).toEqual([])
    expect(lab.facts('lab/checkedIn')).toHaveLength(1)
    expect(lab.texts.toSorted()).toEqual(['done', 'notice', 'post'])
    expect(didOf(lab)).toBe(1)
    expect(lab.pending()).toEqual([])
  })

  test('a batch of which it took a part is handed in again whole, and nothing of it counts twice', async () => {
    const lab = await startLab()
    lab.platform.disconnect()
    for (let i = 0; i < 50; i += 1) await lab.says(`m${i}`, 'in')
    const { append } = lab.journal
    let left = 20
    lab.journal.append = text => {
      if (left === 0) throw new Error('full')
      left -= 1
      return append(text)
    }
    lab.platform.connect()
    await lab.pass(5 * SECOND)
    expect(lab.facts('lab/checkedIn').length).toBeLessThan(50)
    lab.journal.append = append
    await lab.pass(MINUTE)
    expect(lab.facts('lab/checkedIn')).toHaveLength(50)
    expect(new Set(lab.facts('lab/checkedIn').map(({ member }) => member)).size).toBe(50)
  })

  test('nothing leaves that needs a mark, and everything leaves afterwards', async () => {
    const lab = await startLab()
    lab.fault = () => ({ is: 'throttled', forMs: 10 * SECOND, account: true })
    for (const what of COMMANDS) await lab.says('amy', what)
    await lab.pass(SECOND)
    lab.fault = () => null
    lab.journal.refuse('full')
    await lab.pass(10 * MINUTE)
    // A receipt needs none: at least once.
    expect(lab.texts).toEqual(['done'])
    expect(didOf(lab)).toBe(0)
    lab.journal.refuse(undefined)
    await lab.pass(MINUTE)
    expect(lab.texts).toEqual(['done', 'notice', 'post'])
    expect(didOf(lab)).toBe(1)
    expect(lab.pending()).toEqual([])
  })

  test.each([
    ['sent', { is: 'slow', byMs: SECOND }, []],
    ['unknown', { is: 'answer-lost' }, ['broadcast unknown']],
  ] as const)('what came of a call is recorded as %s once it can be, and not repeated', async (_, fault, states) => {
    const lab = await startLab()
    lab.fault = () => {
      lab.journal.refuse('full')
      return fault
    }
    await lab.says('amy', 'post')
    await lab.pass(10 * MINUTE)
    expect(stateOf(lab)).toEqual(['broadcast sending'])
    lab.fault = () => null
    lab.journal.refuse(undefined)
    await lab.pass(MINUTE)
    expect(stateOf(lab)).toEqual(states)
    expect(lab.texts).toEqual(['post'])
  })

  test('an acknowledged receipt is not said to have come too late', async () => {
    const lab = await startLab()
    lab.fault = () => {
      lab.journal.refuse('full')
      return null
    }
    await lab.says('amy', 'in')
    await lab.pass(HOUR)
    lab.journal.refuse(undefined)
    await lab.pass(HOUR)
    expect(lab.texts).toEqual(['done'])
    expect(lab.pending()).toEqual([])
  })

  test('an outcome that could not be recorded before the process ended is unknown', async () => {
    const lab = await startLab()
    lab.fault = () => {
      lab.journal.refuse('full')
      return null
    }
    await lab.says('amy', 'post')
    await lab.pass(MINUTE)
    lab.fault = () => null
    await lab.restart()
    await lab.pass(MINUTE)
    expect(stateOf(lab)).toEqual(['broadcast unknown'])
    expect(lab.texts).toEqual(['post'])
  })

  test('schedules, timers, answers of providers and letters wait, and happen once', async () => {
    const lab = await startLab({ config: { allAt: ['09:10'] } })
    await lab.says('amy', 'hi', { group: THERE })
    await lab.says('amy', 'wake 10')
    await lab.pass(0)
    lab.controls.provide = async question => {
      lab.journal.refuse('full')
      return `re: ${question}`
    }
    await lab.says('amy', 'write there hello')
    await lab.says('amy', 'provide why')
    await lab.pass(HOUR)
    expect(lab.facts('lab/fired').length + lab.facts('lab/rang').length + lab.facts('lab/answered').length).toBe(0)
    lab.controls.provide = async question => `re: ${question}`
    lab.journal.refuse(undefined)
    await lab.pass(HOUR)
    expect(lab.facts('lab/fired', HERE)).toHaveLength(1)
    expect(lab.facts('lab/rang')).toHaveLength(1)
    expect(lab.facts('lab/answered')).toHaveLength(1)
    expect(lab.facts('lab/received')).toHaveLength(1)
    expect(lab.facts('mail/delivered')).toHaveLength(1)
  })
})
