import { useRef, useState } from 'preact/hooks'
import { html } from '../shared/html.js'

/** A plan without end is played for so many days. */
const ENDLESS_DAYS = 28
/** Past its middle there is something to see. */
const dayToSee = ({ days }) => Math.ceil(((days ?? ENDLESS_DAYS) * 4) / 7)

/** Which field a refusal is about. */
const FIELD_OF = { 'bad-members': 'members', 'bad-seed': 'seed', 'bad-day': 'toDay', 'not-a-day': 'toDay' }

/** Another campaign: what is chosen here is played from its beginning. */
export function StartPanel({ app, words, problem }) {
  const { plan, plans, platform, members, seed } = app.store.get().state
  const [wish, setWish] = useState({ plan: plan.id, platform, members, seed, toDay: dayToSee(plan) })
  const [wrong, setWrong] = useState(null)
  const form = useRef(null)
  const said = words.startOver
  const put = name => event => setWish({ ...wish, [name]: event.target.value })
  // The day of one plan may be beyond the end of another.
  const putPlan = ({ target: { value } }) =>
    setWish({ ...wish, plan: value, toDay: dayToSee(plans.find(({ id }) => id === value)) })
  const start = async event => {
    event.preventDefault()
    const [asked, drawn, toDay] = [wish.members, wish.seed, wish.toDay].map(Number)
    const answer = await app.act({
      act: 'start',
      plan: wish.plan,
      platform: wish.platform,
      members: asked,
      seed: drawn,
      toDay,
    })
    if (answer.ok) return app.close()
    setWrong(FIELD_OF[answer.code] ?? null)
    form.current?.elements[FIELD_OF[answer.code]]?.focus()
  }
  const field = (name, label) =>
    html`<label>${label}<input name=${name} aria-invalid=${wrong === name} aria-describedby="panel-problem" type="number" inputmode="numeric" required step="1" value=${wish[name]} onInput=${put(name)} /></label>`
  return html`<form ref=${form} class="panel-form" novalidate onSubmit=${start}>
    <label>${said.plan}<select data-first value=${wish.plan} onChange=${putPlan}>
      ${plans.map(({ id, name, days, problem: broken }) => html`<option value=${id} disabled=${broken !== null} selected=${id === wish.plan}>${name} · ${said.days(days)}${broken === null ? '' : ` · ${said.broken}`}</option>`)}
    </select></label>
    <label>${said.platform}<select value=${wish.platform} onChange=${put('platform')}>
      ${Object.entries(words.platforms).map(([id, name]) => html`<option value=${id} selected=${id === wish.platform}>${name}</option>`)}
    </select></label>
    ${field('members', said.members)} ${field('toDay', said.toDay)} ${field('seed', said.seed)}
    <p class="panel-quiet">${said.lose}</p>
    <${Foot} ...${{ app, words, problem }} go=${said.go} />
  </form>`
}

/** Asks before everything begins anew: the same campaign, or the same on another platform. */
export function SurePanel({ app, words, panel, problem }) {
  const said = panel.is === 'reset' ? words.resetSure : words.platformSure
  const go = async event => {
    event.preventDefault()
    const answer = await app.act(panel.is === 'reset' ? { act: 'reset' } : { act: 'start', platform: panel.platform })
    if (answer.ok) app.close()
  }
  return html`<form class="panel-form" onSubmit=${go}>
    <p>${said.text}</p>
    <${Foot} ...${{ app, words, problem }} go=${said.go} />
  </form>`
}

const Foot = ({
  app,
  words,
  problem,
  go,
}) => html`<p class="panel-problem" id="panel-problem" role="alert">${problem}</p>
  <div class="panel-foot">
    <button type="button" onClick=${app.close}>${words.cancel}</button>
    <button type="submit" class="is-main">${go}</button>
  </div>`
