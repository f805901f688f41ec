/** The languages that pages speak, the first where nobody says otherwise. */
export const LANGUAGES = ['zh-CN', 'en-US']
const KEPT_AS = 'bonfire.language'

/** As chosen here before, else as the browser asks for. */
export function startLanguage() {
  const kept = keptAs(KEPT_AS)
  if (LANGUAGES.includes(kept)) return kept
  return navigator.language.startsWith('zh') ? 'zh-CN' : 'en-US'
}

export function keepLanguage(language) {
  keep(KEPT_AS, language)
  document.documentElement.lang = language
}

/** What this browser was asked to remember. Null: nothing, or it remembers nothing. */
export function keptAs(name) {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

export function keep(name, value) {
  try {
    localStorage.setItem(name, value)
  } catch {
    // A browser that remembers nothing asks again next time.
  }
}
