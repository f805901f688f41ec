import type { MemberId } from '../events/ids.ts'
import { checkedDrawsIn } from './draw-proofs.ts'
import { type Html, html } from './html.ts'
import type { Rehearsal } from './rehearse.ts'
import type { ReportTexts } from './report-texts.ts'

/** Winners that are named in a row of the table, and in a line. */
const NAMED_MAX = 8

/** What was drawn, and what the verifier says of each proof file. Null: nothing was. */
export function drawsTable(rehearsal: Rehearsal, { draws }: ReportTexts): Html | null {
  const checked = checkedDrawsIn(rehearsal)
  if (checked.length === 0) return null
  const rows = checked.map(({ draw, title, entrants, winners, rejected }) => {
    const result = rejected === null ? `✓ ${draws.accepted}` : `✗ ${draws.rejected(rejected)}`
    const cells = [title, String(entrants), namesOf(rehearsal, winners), result]
    return html`<tr><th scope="row">#${draw}</th>${cells.map(cell => html`<td>${cell}</td>`)}</tr>`
  })
  return html`<h2>${draws.title}</h2>
<div class="scroll"><table class="draws"><thead><tr>${draws.columns.map(column => html`<th>${column}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>
<p class="sub">${draws.about}</p>`
}

/** The same for a terminal, a line for each draw. */
export const drawLines = (rehearsal: Rehearsal): readonly string[] =>
  checkedDrawsIn(rehearsal).map(({ draw, title, entrants, winners, rejected }) => {
    const proof = rejected === null ? 'accepted' : `REJECTED (${rejected})`
    return `Draw ${draw} (${title}): ${entrants} entries, won by ${namesOf(rehearsal, winners)}; its proof file is ${proof}.`
  })

function namesOf({ stage, plan }: Rehearsal, winners: readonly MemberId[]): string {
  const names = winners.slice(0, NAMED_MAX).map(member => stage.nameOf(member))
  const named = names.join(plan.definition.locale === 'zh-CN' ? '、' : ', ')
  return winners.length > NAMED_MAX ? `${named} +${winners.length - NAMED_MAX}` : named
}
