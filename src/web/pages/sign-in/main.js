import { render } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { html } from '../shared/html.js'
import { keepLanguage, LANGUAGES, startLanguage } from '../shared/language.js'
import { startLook } from '../shared/look.js'
import { WORDS } from './words.js'

/** What stands behind `#`: no server has seen it. It leaves the address before anybody can copy it from there. */
function takeToken() {
  const token = location.hash.slice(1)
  if (token !== '') history.replaceState(null, '', location.pathname)
  return token
}

/** Where pressing again would change nothing. */
const SPENT = new Set(['missing', 'refused', 'noGroup'])

/** Signs in. Says how that went: `in`, or why not. */
async function signIn(token) {
  try {
    const { ok, status } = await fetch('/dashboard/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    })
    if (ok) return 'in'
    if (status === 429) return 'tooMany'
    if (status === 409) return 'noGroup'
    return status >= 500 ? 'unreachable' : 'refused'
  } catch {
    return 'unreachable'
  }
}

function SignInPage({ first }) {
  const [language, setLanguage] = useState(startLanguage)
  const [token, setToken] = useState(first)
  const [state, setState] = useState(first === '' ? 'missing' : 'ready')
  const other = LANGUAGES.find(one => one !== language)
  const words = WORDS[language]
  useEffect(() => {
    keepLanguage(language)
    document.title = `${words.title} · Bonfire`
  }, [language])
  useEffect(() => {
    // A newer link that is opened in the same tab loads nothing: it only changes what stands behind `#`.
    const takeNext = () => {
      const next = takeToken()
      if (next === '') return
      setToken(next)
      setState('ready')
    }
    addEventListener('hashchange', takeNext)
    return () => removeEventListener('hashchange', takeNext)
  }, [])
  const press = async () => {
    setState('busy')
    const outcome = await signIn(token)
    if (outcome === 'in') location.replace('/dashboard')
    else setState(outcome)
  }
  const problem = state === 'ready' || state === 'busy' ? '' : words[state]
  return html`<main>
    <img src="/pages/shared/flame.svg" alt="" width="56" height="56" />
    <h1>${words.title}</h1>
    ${state !== 'missing' && html`<p>${words.text}</p>`}
    ${!SPENT.has(state) && html`<button type="button" class="go" disabled=${state === 'busy'} onClick=${press}>${state === 'busy' ? words.busy : words.button}</button>`}
    <p class="problem" role="alert">${problem}</p>
    <button type="button" class="language" lang=${other} onClick=${() => setLanguage(other)}>${words.language}</button>
  </main>`
}

startLook()
render(html`<${SignInPage} first=${takeToken()} />`, document.getElementById('page'))
