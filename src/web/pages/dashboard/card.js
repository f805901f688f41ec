import { Component } from 'preact'
import { useId } from 'preact/hooks'
import { html } from '../shared/html.js'
import { AttentionBody } from './attention-card.js'
import { BarsBody } from './bars-card.js'
import { CalendarBody } from './calendar-card.js'
import { CohortsBody } from './cohorts-card.js'
import { DaysBody } from './days-card.js'
import { CardHead } from './formula.js'
import { FunnelBody } from './funnel-card.js'
import { NumberBody } from './number-card.js'
import { PEOPLE_FEW, useReading } from './reading.js'
import { TableBody } from './table-card.js'

const BODIES = {
  number: NumberBody,
  days: DaysBody,
  bars: BarsBody,
  funnel: FunnelBody,
  cohorts: CohortsBody,
  table: TableBody,
  calendar: CalendarBody,
  attention: AttentionBody,
}

/** One card, of any kind and any plugin. */
export function Card({ card, span, path, today }) {
  const { words, of, count, language } = useReading()
  const id = useId()
  const title = of(card.title)
  const isFew = card.n !== null && card.n < PEOPLE_FEW
  const Body = BODIES[card.is] ?? UnknownBody
  const csv = `${path}/cards/${encodeURIComponent(card.id)}.csv?lang=${language}`
  return html`<article class=${`card is-${card.is} span-${span} ${isFew ? 'is-few' : ''}`} aria-labelledby=${id}>
    <${CardHead} id=${id} title=${title} formula=${card.formula} parts=${card.steps ?? card.items} />
    <${Guarded} key=${language} card=${card}><${Body} card=${card} title=${title} today=${today} /><//>
    ${card.note && html`<p class="note">${of(card.note)}</p>`}
    <footer>
      ${card.n !== null && html`<span>${words.n(count(card.n))}${isFew && ` · ${words.few}`}</span>`}
      <a class="csv" href=${csv} download aria-label=${words.csvOf(title)}>CSV</a>
    </footer>
  </article>`
}

const UnknownBody = () => html`<p class="empty">${useReading().words.unknownKind}</p>`

/** A body that cannot be drawn says so, and is tried again with the next figures. */
class Guarded extends Component {
  componentDidCatch(error) {
    console.error(`The card ${this.props.card.id} could not be drawn`, error)
    this.setState({ failed: this.props.card })
  }

  render({ card, children }) {
    return this.state.failed === card ? html`<${FailedBody} />` : children
  }
}

const FailedBody = () => html`<p class="empty" role="alert">${useReading().words.failed}</p>`
