import { nearest } from '../../did-you-mean.ts'
import type { Problem } from '../problem.ts'
import { atField, type Checked } from './checked.ts'
import { problem } from './codes.ts'
import { KNOWN_VARIABLES } from './known-variables.ts'
import { wordsIn } from './seen-text.ts'

/** `{{group.nmae}}`, and `{{member.name}}` where nobody in particular is spoken to. */
export function* unknownVariables({ texts, variables }: Checked): Generator<Problem> {
  const names = [...Object.keys(KNOWN_VARIABLES), ...variables]
  for (const { file, kind, bodyLine, compiled } of texts) {
    for (const { name, line, column } of compiled.variables) {
      const place = { file, line: bodyLine + line - 1, column }
      const only = Object.hasOwn(KNOWN_VARIABLES, name) ? KNOWN_VARIABLES[name]!.in : undefined
      if (!names.includes(name)) yield problem('unknown-variable', place, unknown(name, names))
      else if (only && !only.some(other => other === kind)) {
        const message = `{{${name}}} is known in ${only.join(', ')} only: here nobody in particular is spoken to`
        yield problem('unknown-variable', place, message)
      }
    }
  }
}

function unknown(name: string, names: readonly string[]): string {
  const meant = nearest(name, names) ?? names.find(other => other.endsWith(`.${name}`))
  const hint = meant === undefined ? `there are: ${names.join(', ')}` : `did you mean {{${meant}}}?`
  return `there is no {{${name}}} — ${hint}`
}

/** Only texts are filled in: what stands in a field is shown as it is. */
export function* unfilledVariables({ texts }: Checked): Generator<Problem> {
  for (const text of texts) {
    for (const { path, words } of wordsIn(text.fields)) {
      const variable = /\{\{[^{}]*\}\}/u.exec(words)?.[0]
      if (variable === undefined) continue
      const message = `${variable} is filled in in the text only — here it is shown as it is written`
      yield problem('unfilled-variable', atField(text, path), message)
    }
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
