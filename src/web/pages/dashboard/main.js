import { render } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { html } from '../shared/html.js'
import { keepLanguage, LANGUAGES, startLanguage } from '../shared/language.js'
import { keepLook, LOOKS, startLook } from '../shared/look.js'
import { useAnswer } from './answers.js'
import { Figures } from './board.js'
import { Reading, readingIn } from './reading.js'

/** While somebody looks at it the page asks for new figures this often, in milliseconds. */
const REFRESH_MS = 30_000

/** How each look is shown where there is no room for words. */
const SIGNS = { auto: '◐', light: '☀', dark: '☾' }

const next = (all, one) => all[(all.indexOf(one) + 1) % all.length]
const groupInAddress = () => new URLSearchParams(location.search).get('group')

function DashboardPage() {
  const [language, setLanguage] = useState(startLanguage)
  const [look, setLook] = useState(startLook)
  const [version, refresh] = useVersion()
  const [picked, pick] = usePicked()
  const groups = useAnswer('/api/groups', version)
  const reading = readingIn(language)
  const { words } = reading
  const changeLook = () => {
    const chosen = next(LOOKS, look)
    keepLook(chosen)
    setLook(chosen)
  }
  useEffect(() => {
    keepLanguage(language)
    document.title = `${words.page} · Bonfire`
  }, [language])
  return html`<${Reading.Provider} value=${reading}>
    <header class="top">
      <h1><img src="/pages/shared/flame.svg" alt="" width="26" height="26" />Bonfire<span> · ${words.page}</span></h1>
      <${Picker} groups=${groups.value?.groups ?? []} picked=${picked} onPick=${pick} words=${words} />
      <div class="choices">
        <button type="button" title=${words.refresh} aria-label=${words.refresh} onClick=${refresh}>↻</button>
        <button type="button" lang=${next(LANGUAGES, language)} onClick=${() => setLanguage(next(LANGUAGES, language))}>
          ${words.language}
        </button>
        <button type="button" title=${words.look[look]} aria-label=${words.look[look]} onClick=${changeLook}>${SIGNS[look]}</button>
        ${groups.value?.viewer && html`<${SignOut} words=${words} name=${groups.value.viewer.name} />`}
      </div>
    </header>
    <main><${Figures} groups=${groups} picked=${picked} onPick=${pick} version=${version} /></main>
  <//>`
}

/** Counts up when figures should be asked for again. Nobody asks for what nobody sees. */
function useVersion() {
  const [version, setVersion] = useState(0)
  const refresh = () => setVersion(before => before + 1)
  useEffect(() => {
    const ifSeen = () => document.visibilityState === 'visible' && refresh()
    const timer = setInterval(ifSeen, REFRESH_MS)
    document.addEventListener('visibilitychange', ifSeen)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', ifSeen)
    }
  }, [])
  return [version, refresh]
}

/** Which group is looked at: it stands in the address, so that "back" and a bookmark work. */
function usePicked() {
  const [picked, setPicked] = useState(groupInAddress)
  useEffect(() => {
    const follow = () => setPicked(groupInAddress())
    addEventListener('popstate', follow)
    return () => removeEventListener('popstate', follow)
  }, [])
  const pick = group => {
    history.pushState(null, '', group === null ? location.pathname : `?group=${encodeURIComponent(group)}`)
    setPicked(group)
  }
  return [picked, pick]
}

function Picker({ groups, picked, onPick, words }) {
  if (groups.length < 2) return null
  const areSeveral = new Set(groups.map(({ account }) => account)).size > 1
  return html`<label class="picker">
    <span class="offstage">${words.pickGroup}</span>
    <select value=${picked ?? ''} onChange=${event => onPick(event.target.value || null)}>
      <option value="">${words.groups}</option>
      ${groups.map(group => html`<option key=${group.id} value=${group.id}>${areSeveral ? `${group.title} · ${group.account}` : group.title}</option>`)}
    </select>
  </label>`
}

function SignOut({ words, name }) {
  const signOut = async () => {
    const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
    await fetch('/dashboard/sign-out', request).catch(() => {})
    location.assign('/dashboard')
  }
  return html`<button type="button" title=${name} onClick=${signOut}>${words.signOut}</button>`
}

render(html`<${DashboardPage} />`, document.getElementById('page'))
