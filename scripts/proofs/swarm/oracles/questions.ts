import type { Commit } from '../../../../src/host/commit.ts'
import type { Oracle, Wrong } from '../watching.ts'
import { type Data, factsOf } from './facts.ts'
import { spokenByCause } from './spoken.ts'

const ANSWER_MS = 2 * 60_000
const UNDO_MS = 10 * 60_000
const CONFIRMS = /^\/?(?:confirm|确认) (\d{4})$/
/** What nobody gets without having been asked. */
const ASKED_FIRST = ['shop/redeemed', 'shop/cancelled', 'check-in/madeUp', 'points/spent']
/** So many points are awarded without a question. */
const AWARDED_AT_ONCE = 500

/** What was asked happens once, for whoever was asked, by their code, within two minutes. */
export function questionsOracle(): Oracle {
  const spoken = spokenByCause()
  const open = new Map<string, { readonly code: string; readonly until: number }>()

  /** Whether this line is a confirmation. */
  function confirmed(commit: Commit): Wrong | boolean {
    const said = spoken.of(commit.cause)
    for (const { member } of factsOf(commit, 'operations/settled')) {
      const question = open.get(`${commit.group} ${member}`)
      open.delete(`${commit.group} ${member}`)
      if (!question) return `a question of ${member} is answered, and there is none`
      if (!said || said.member !== member) return `the question of ${member} is answered by ${said?.member}`
      if (commit.at > question.until) return `the question of ${member} is answered too late`
      const code = CONFIRMS.exec(said.text)?.[1]
      if (code !== undefined && code !== question.code) return `${member} was asked for ${question.code}, not ${code}`
      return code !== undefined
    }
    return false
  }

  return {
    name: 'a question is answered once, by whom it asked',
    updates: spoken.updates,
    durable(lsn, commit) {
      const is = confirmed(commit)
      if (typeof is === 'string') return `Line ${lsn}: ${is}.`
      const bold = commit.facts.find(row => isAskedFirst(row))
      if (bold && !is) return `Line ${lsn} has ${bold[0]}, and nobody has confirmed it.`
      for (const { member, code, until } of factsOf(commit, 'operations/asked')) {
        if (until !== commit.at + ANSWER_MS) return `Line ${lsn}: ${member} has until ${until} for an answer.`
        open.set(`${commit.group} ${member}`, { code: String(code), until: Number(until) })
      }
      return undefined
    },
  }
}

function isAskedFirst([type, data]: readonly [string, unknown, ...unknown[]]): boolean {
  if (type === 'points/adjusted') return Math.abs(Number((data as Data).points)) > AWARDED_AT_ONCE
  return ASKED_FIRST.includes(type)
}

/** An operation is taken back once, within ten minutes, by somebody who may. */
export function undoOracle(): Oracle {
  const spoken = spokenByCause()
  const done = new Map<string, { readonly at: number; isUndone: boolean }>()
  const adjusted = new Map<string, Data>()

  function undone(commit: Commit, { operation }: Data): Wrong {
    const known = done.get(`${commit.group} ${operation}`)
    if (!known) return `operation ${operation} is taken back, and there is none`
    if (known.isUndone) return `operation ${operation} is taken back twice`
    if (commit.at > known.at + UNDO_MS) return `operation ${operation} is taken back after ${commit.at - known.at} ms`
    known.isUndone = true
    const text = spoken.of(commit.cause)?.text
    return text === '/undo' ? undefined : `"${text}" takes operation ${operation} back`
  }
  function reversed(commit: Commit, { adjustment, member, points }: Data): Wrong {
    const key = `${commit.group} ${adjustment}`
    const known = adjusted.get(key)
    adjusted.delete(key)
    if (known?.member !== member) return `adjustment ${adjustment} of ${member} is not there to be taken back`
    // The sign is that of what was given, or of what is done now.
    return Math.abs(Number(points)) === Math.abs(Number(known?.points))
      ? undefined
      : `adjustment ${adjustment} was of ${known?.points}, and ${points} are taken back`
  }

  return {
    name: 'what was done is taken back once',
    updates: spoken.updates,
    durable(lsn, commit) {
      const takenBack = factsOf(commit, 'operations/undone')
      const wrong =
        takenBack.map(fact => undone(commit, fact)).find(Boolean) ??
        factsOf(commit, 'points/reversed')
          .map(fact => reversed(commit, fact))
          .find(Boolean)
      if (wrong !== undefined) return `Line ${lsn}: ${wrong}.`
      const effects = [...factsOf(commit, 'points/reversed'), ...factsOf(commit, 'shop/reopened')].length
      if (effects > takenBack.length) return `Line ${lsn} takes back what no operation was taken back for.`
      for (const fact of factsOf(commit, 'points/adjusted')) adjusted.set(`${commit.group} ${fact.adjustment}`, fact)
      for (const { operation } of factsOf(commit, 'operations/done'))
        done.set(`${commit.group} ${operation}`, { at: commit.at, isUndone: false })
      return undefined
    },
  }
}
