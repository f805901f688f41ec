import { nearest } from '../../did-you-mean.ts'
import type { Problem } from '../problem.ts'
import { MEMBER_CODE } from '../read-post.ts'
import { atBody, atField, type Checked } from './checked.ts'
import { problem } from './codes.ts'
import { KNOWN_VARIABLES } from './known-variables.ts'
import { blankCommentsAndCode, wordsIn } from './seen-text.ts'

/** `{{group.nmae}}`, and `{{member.name}}` where nobody in particular is spoken to. */
export function* unknownVariables({ texts, variables }: Checked): Generator<Problem> {
  const names = namesOf(variables)
  for (const { file, kind, bodyLine, compiled } of texts) {
    for (const { name, line, column } of compiled.variables) {
      const place = { file, line: bodyLine + line - 1, column }
      const only = Object.hasOwn(KNOWN_VARIABLES, name) ? KNOWN_VARIABLES[name]!.in : undefined
      if (!names.includes(name)) yield problem('unknown-variable', place, unknown(name, names))
      else if (only && !only.some(other => other === kind)) {
        const where = only.length === 0 ? 'the `url` of a choice of an offer' : only.join(', ')
        const message = `{{${name}}} is known in ${where} only: here nobody in particular is spoken to`
        yield problem('unknown-variable', place, message)
      }
    }
  }
}

const namesOf = (variables: readonly string[]): readonly string[] => [...Object.keys(KNOWN_VARIABLES), ...variables]

function unknown(name: string, names: readonly string[]): string {
  const meant = nearest(name, names) ?? names.find(other => other.endsWith(`.${name}`))
  const hint = meant === undefined ? `there are: ${names.join(', ')}` : `did you mean {{${meant}}}?`
  return `there is no {{${name}}} — ${hint}`
}

/** Only texts are filled in: what stands in a field is shown as it is. But for the code in an address of an offer. */
export function* unfilledVariables({ texts, variables }: Checked): Generator<Problem> {
  const names = namesOf(variables)
  for (const text of texts) {
    for (const { url, path } of text.buttons) {
      const address = text.kind === 'offer' ? url?.replaceAll(MEMBER_CODE, '') : url
      const variable = /\{\{[^{}]*\}\}/u.exec(address ?? '')?.[0]
      if (variable === undefined) continue
      const message =
        variable === MEMBER_CODE
          ? `${variable} is known in the \`url\` of a choice of an offer only — here everybody presses the button`
          : `${variable} is not filled in in an address — in a choice of an offer, ${MEMBER_CODE} is`
      yield problem('unfilled-variable', atField(text, [...path, 'url']), message)
    }
    for (const { path, words } of wordsIn(text.fields)) {
      const variable = /\{\{[^{}]*\}\}/u.exec(words)?.[0] ?? slipsIn(words, names).next().value?.written
      if (variable === undefined) continue
      const message = `${variable} is filled in in the text only — here it is shown as it is written`
      yield problem('unfilled-variable', atField(text, path), message)
    }
  }
}

/** `{day}`, `｛｛day｝｝`: a variable in braces that fill in nothing, which everybody would be shown. */
export function* misbracedVariables({ texts, variables }: Checked): Generator<Problem> {
  const names = namesOf(variables)
  for (const text of texts) {
    for (const { written, meant, at } of slipsIn(blankCommentsAndCode(text.body), names)) {
      const message = `${written} is shown as it is written — did you mean ${meant}?`
      yield problem('unfilled-variable', atBody(text, at), message)
    }
  }
}

/** Braces, single, double or wide, around something that is not much longer than the longest name. */
const BRACED = /(?<![{｛])([{｛]+)\s*([^{}｛｝\n]{1,60}?)\s*([}｝]+)/gu
const CONDITION = /^(?:#\s*(?:if|unless)\s|\/\s*(?:if|unless)$)/u

interface Slip {
  readonly written: string
  readonly meant: string
  readonly at: number
}

function* slipsIn(text: string, names: readonly string[]): Generator<Slip, undefined> {
  for (const { 0: written, 1: open, 2: inner = '', 3: close, index: at } of text.matchAll(BRACED)) {
    if (open === '{{' && close === '}}') continue
    const name = inner.normalize('NFKC').toLowerCase()
    const isMeant = /^[a-z]+(?:\.[a-z]+)?$/u.test(name) && (open!.length > 1 || name.includes('.'))
    const known = names.find(other => other.toLowerCase() === name) ?? (isMeant ? nearest(name, names) : undefined)
    if (known !== undefined) yield { written, meant: `{{${known}}}`, at }
    else if (CONDITION.test(name)) yield { written, meant: `{{${inner}}}`, at }
  }
}

/** Tags are shown as they are written. Comments are for ops, and vanish. */
export function* rawHtml({ texts }: Checked): Generator<Problem> {
  for (const { file, bodyLine, compiled } of texts) {
    for (const { html, line, column } of compiled.htmlAt) {
      // Where there was a comment, there are blanks.
      const blank = /^\s*/u.exec(html)![0].split('\n')
      const tag = /\S[^\s>]*>?/u.exec(html)?.[0] ?? html.trim()
      const place = {
        file,
        line: bodyLine + line - 1 + blank.length - 1,
        column: (blank.length > 1 ? 1 : column) + blank.at(-1)!.length,
      }
      yield problem('raw-html', place, `"${tag}" is shown as it is written — use markdown`)
    }
  }
}
