import { useEffect, useRef, useState } from 'preact/hooks'
import { html } from '../shared/html.js'

/** What members say most. The same words in both languages: they are what the bot understands. */
const OFTEN_SAID = {
  'zh-CN': ['打卡', '/help', '/streak', '积分'],
  'en-US': ['/checkin', '/help', '/streak', '/points'],
}

/**
 * Where one writes. `say` answers whether it was said: otherwise what was typed stays, and why stands beside it.
 */
export function Composer({ words, language, me, name, note, problem, replyTo, onCancelReply, onEdit, say, field }) {
  const [text, setText] = useState('')
  const [photo, setPhoto] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const composing = useRef(false)
  useEffect(() => {
    if (replyTo) field.current?.focus()
  }, [replyTo])

  const send = async said => {
    if (isBusy) return
    setBusy(true)
    const isSaid = await say(said)
    setBusy(false)
    return isSaid
  }
  const sendTyped = async () => {
    if (text.trim() === '' && !photo) return field.current.focus()
    if (!(await send({ text, photo }))) return
    setText('')
    setPhoto(false)
    field.current?.focus()
  }
  const onSubmit = event => {
    event.preventDefault()
    void sendTyped()
  }
  const onInput = event => {
    setText(event.target.value)
    onEdit()
  }
  const onKeyDown = event => {
    // While an input method offers words, Enter chooses one of them.
    const isChoosing = event.isComposing || composing.current || event.keyCode === 229
    if (event.key !== 'Enter' || event.shiftKey || isChoosing) return
    event.preventDefault()
    void sendTyped()
  }
  return html`<form class="chat-composer" onSubmit=${onSubmit}>
    <div class="chat-quick" role="group" aria-label=${words.quick}>
      ${OFTEN_SAID[language].map(often => html`<button type="button" class="chat-chip" disabled=${isBusy} onClick=${() => send({ text: often })}>${often}</button>`)}
    </div>
    ${
      replyTo &&
      html`<p class="chat-replying"><span>${words.replying(replyTo.name)}：${replyTo.text}</span>
      <button type="button" aria-label=${words.cancelReply} title=${words.cancelReply} onClick=${onCancelReply}>✕</button></p>`
    }
    ${note && html`<p class="chat-note">${note}</p>`}
    <p class="chat-problem" role="alert" id="chat-problem">${problem}</p>
    <div class="chat-write">
      <button type="button" class="chat-photo" aria-pressed=${photo} aria-label=${words.withPhoto} title=${words.withPhoto} onClick=${() => setPhoto(!photo)}>📷</button>
      <textarea
        ref=${field}
        rows="1"
        aria-label=${words.write(name)}
        aria-describedby="chat-problem"
        placeholder=${words.write(name)}
        value=${text}
        disabled=${me === null}
        onInput=${onInput}
        onKeyDown=${onKeyDown}
        onCompositionStart=${() => (composing.current = true)}
        onCompositionEnd=${() => (composing.current = false)}
      ></textarea>
      <button type="submit" class="chat-send" disabled=${isBusy}>${words.send}</button>
    </div>
  </form>`
}
