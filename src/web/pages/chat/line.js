import { html } from '../shared/html.js'
import { formatted, safeAddress } from './formatted.js'
import { dayInWords, minutesBetween, planDayOf } from './moments.js'
import { initialOf, tintOf } from './people.js'

/** After so many minutes without a word, the next message says again who speaks. */
const GROUPED_MINUTES_MAX = 5

/**
 * One line of the chat, with what comes before it: a new day, a pause. `how` is what all lines share: who looks, in
 * which words, on which platform. A press on anything is told by its `data-do` to whoever draws the list.
 */
export function drawLine(line, before, how) {
  const isNewDay = before?.day !== line.day
  const isLater = isNewDay || minutesBetween(before, line) > GROUPED_MINUTES_MAX
  const starts = isLater || !isSpoken(before) || before.member !== line.member
  return [
    isNewDay && html`<div key=${`day ${line.day}`} class="line-day"><span>${dayLabel(line.day, how)}</span></div>`,
    !isNewDay &&
      isLater &&
      how.platform === 'wechat' &&
      html`<div key=${`at ${line.number}`} class="line-later" aria-hidden="true">${line.time}</div>`,
    isSpoken(line) ? message(line, starts, how) : notice(line, how),
  ]
}

const isSpoken = line => line !== undefined && (line.is === 'said' || line.is === 'sent')

function dayLabel(day, { language, clock, words, days }) {
  const number = planDayOf(day, clock)
  const isOfPlan = number >= 1 && (days === null || number <= days)
  return `${dayInWords(day, language)}${isOfPlan ? ` · ${words.dayNumber(number)}` : ''}`
}

/** What somebody reads of a line, without what is around it. */
export function lineInWords(line, how) {
  if (isSpoken(line)) return line.text || how.words.photo
  return line.is === 'did'
    ? (line.did?.[how.language] ?? line.text)
    : how.words[line.is][how.platform](nameOf(line, how))
}

function notice(line, how) {
  const { words } = how
  const text = lineInWords(line, how)
  return html`<div key=${line.number} class="chat-line line-notice" data-line=${line.number} role="article" tabindex="-1">
    <span class="line-note">${text} <time>${line.time}</time>${recordButton(words)}</span>
  </div>`
}

function message(line, starts, how) {
  const { words, me } = how
  const isOwn = line.member !== null && line.member === me
  const name = nameOf(line, how)
  const classes = ['chat-line', isOwn ? 'is-own' : 'is-other', line.member === null && 'is-bot', starts && 'is-start']
  return html`<div key=${line.number} class=${classes.filter(Boolean).join(' ')} data-line=${line.number} role="article" tabindex="-1">
    ${starts ? face(line, name) : html`<span class="line-no-face"></span>`}
    <div class="line-body">
      ${starts ? who(line, name, how) : html`<span class="offstage">${name}</span>`}
      <div class="line-row">
        <div class="line-bubble">
          ${line.replyTo && quoted(line.replyTo)}
          ${picture(line, words)}
          ${line.text !== '' && html`<div class="line-text">${formatted(line.text, line.formats)}</div>`}
          ${line.poll && html`<ul class="line-poll">${line.poll.options.map(option => html`<li>${option}</li>`)}</ul>`}
          ${line.file && fileLink(line.file, words)}
          <span class="line-meta">${line.isPinned && html`<span aria-hidden="true">📌</span>`}<time>${line.time}</time></span>
        </div>
        <span class="line-tools">
          ${recordButton(words)}
          <button type="button" tabindex="-1" class="line-tool line-more" data-do="more" aria-label=${words.more} title=${words.more}>☺</button>
        </span>
      </div>
      ${line.buttons?.length > 0 && html`<div class="line-buttons">${line.buttons.map((button, at) => inlineButton(button, at))}</div>`}
      ${line.reactions?.length > 0 && html`<div class="line-reactions">${line.reactions.map(reaction => reactionButton(reaction, how))}</div>`}
    </div>
  </div>`
}

export function nameOf(line, { people, words, bot }) {
  if (line.member === null) return line.is === 'said' || line.is === 'sent' ? bot : words.someone
  return people.get(line.member)?.name ?? words.someone
}

const face = (line, name) =>
  line.member === null
    ? html`<span class="line-face is-bot" aria-hidden="true"><img src="/pages/shared/flame.svg" alt="" width="22" height="22" /></span>`
    : html`<span class=${`line-face ${tintOf(line.member)}`} aria-hidden="true">${initialOf(name)}</span>`

function who(line, name, { people, words }) {
  const person = people.get(line.member)
  const role = line.member === null ? words.bot : words.roles[person?.role ?? 'member']
  return html`<div class="line-who">
    <span class=${`line-name ${tintOf(line.member)}`}>${name}</span>
    ${role && html`<span class="line-role">${role}</span>`}
    ${person?.is === 'you' && html`<span class="line-role">${words.you}</span>`}
  </div>`
}

const recordButton = words =>
  html`<button type="button" tabindex="-1" class="line-tool line-record" data-do="record" aria-label=${words.record} title=${words.record}>ⓘ</button>`

const quoted = ({ number, name, text }) =>
  html`<button type="button" tabindex="-1" class="line-quoted" data-do="jump" data-to=${number}>
    <b>${name}</b><span>${text}</span>
  </button>`

function picture(line, words) {
  if (line.photo)
    return html`<div class=${`line-photo ${tintOf(String(line.number))}`} role="img" aria-label=${words.photo}><span>${words.photo}</span></div>`
  if (!line.image) return null
  const alt = line.text.split('\n')[0].slice(0, 80) || words.image
  return html`<button type="button" tabindex="-1" class="line-image" data-do="image" aria-label=${`${words.enlarge}：${alt}`}>
    <img src=${`/playground/${line.image}`} alt=${alt} loading="lazy" />
  </button>`
}

const fileLink = ({ name, href }, words) =>
  html`<a class="line-file" href=${`/playground/${href}`} download=${name} aria-label=${words.download(name)}>
    <span aria-hidden="true">📄</span><span>${name}</span>
  </a>`

function inlineButton(button, at) {
  const address = button.url === undefined ? null : safeAddress(button.url)
  if (address)
    return html`<a class="line-button" href=${address} target="_blank" rel="noopener noreferrer nofollow">${button.label} ↗</a>`
  return html`<button type="button" tabindex="-1" class="line-button" data-do="press" data-button=${at}>${button.label}</button>`
}

function reactionButton({ emoji, count, by }, { words, me }) {
  const isMine = by?.includes(me) ?? false
  return html`<button type="button" tabindex="-1" class=${`line-reaction ${isMine ? 'is-mine' : ''}`} data-do="react" data-emoji=${emoji} aria-pressed=${isMine} aria-label=${words.reaction(emoji, count)}>${emoji} <span>${count}</span></button>`
}
