import { html } from '../shared/html.js'
import { useReading } from './reading.js'

/** What is coming, day by day: what has a gap says so in words, what is marketing as well. */
export function CalendarBody({ card: { days }, today }) {
  const { words } = useReading()
  if (days.length === 0) return html`<p class="empty">${words.nothing}</p>`
  return html`<ol class="days">
    ${days.map(day => html`<${Day} key=${day.day} day=${day} isToday=${day.day === today} />`)}
  </ol>`
}

function Day({ day: { day, number, isQuiet, isGap, slots }, isToday }) {
  const { words, ...reading } = useReading()
  const kind = isGap ? 'is-gap' : isQuiet ? 'is-quiet' : ''
  return html`<li class=${`day ${kind} ${isToday ? 'is-today' : ''}`}>
    <p class="date">
      <strong>${isToday ? words.today : reading.weekday(day)}</strong> <span>${reading.day(day)}</span>
      ${number !== null && number >= 1 && html` <span class="number">${words.planDay(number, null)}</span>`}
    </p>
    ${isGap && html`<p class="gap">${words.gap}</p>`}
    ${slots.length > 0 && html`<ul>${slots.map((slot, at) => html`<${Slot} key=${at} slot=${slot} />`)}</ul>`}
    ${!isGap && slots.length === 0 && html`<p class="none">${noneOf({ number, isQuiet }, words)}</p>`}
  </li>`
}

/** Why nothing goes out: it is a day of rest, or none of the plan (before it, after it, while it is paused). */
const noneOf = ({ number, isQuiet }, words) => (number === null ? words.notOfPlan : isQuiet ? words.rest : words.noPost)

function Slot({ slot: { time, title, isMarketing } }) {
  const { words } = useReading()
  return html`<li class=${isMarketing ? 'slot is-marketing' : 'slot'}>
    <time>${time}</time> <span>${title ?? words.emptySlot}</span>
    ${isMarketing && html` <em>${words.marketing}</em>`}
  </li>`
}
