import { html } from '../shared/html.js'

/** Addresses that stand in a text as they are. What closes a sentence does not belong to them. */
const ADDRESS = /https?:\/\/[^\s<>"'，。！？、；：（）「」]+[^\s<>"'，。！？、；：（）「」.,!?;:)]/g

/** A text as a messenger shows it. All of it stays text: only the elements around it are ours. */
export function formatted(text, formats = []) {
  const inOrder = [...formats].sort((a, b) => a.offset - b.offset || b.length - a.length)
  return parts(text, { from: 0, to: text.length }, inOrder)
}

/** Only http and https lead anywhere. Null: it is shown as text. */
export function safeAddress(address) {
  const url = URL.parse?.(address) ?? parsed(address)
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : null
}

function parts(text, { from, to }, formats) {
  const drawn = []
  let at = from
  formats.forEach((format, index) => {
    const end = format.offset + format.length
    // Inside of one that is drawn already, or beyond the end.
    if (format.offset < at || end > to) return
    drawn.push(...withLinks(text.slice(at, format.offset)))
    drawn.push(element(format, parts(text, { from: format.offset, to: end }, formats.slice(index + 1))))
    at = end
  })
  drawn.push(...withLinks(text.slice(at, to)))
  return drawn
}

const ELEMENTS = {
  bold: inner => html`<strong>${inner}</strong>`,
  italic: inner => html`<em>${inner}</em>`,
  strike: inner => html`<s>${inner}</s>`,
  code: inner => html`<code>${inner}</code>`,
  pre: inner => html`<pre>${inner}</pre>`,
  quote: inner => html`<blockquote>${inner}</blockquote>`,
}

function element(format, inner) {
  if (format.as !== 'link') return ELEMENTS[format.as]?.(inner) ?? inner
  const address = safeAddress(format.url)
  return address === null ? inner : link(address, inner)
}

const link = (address, inner) =>
  html`<a href=${address} target="_blank" rel="noopener noreferrer nofollow">${inner}</a>`

function withLinks(text) {
  const drawn = []
  let at = 0
  for (const found of text.matchAll(ADDRESS)) {
    const address = safeAddress(found[0])
    if (address === null) continue
    drawn.push(text.slice(at, found.index), link(address, found[0]))
    at = found.index + found[0].length
  }
  if (at < text.length) drawn.push(text.slice(at))
  return drawn
}

function parsed(address) {
  try {
    return new URL(address)
  } catch {
    return null
  }
}
