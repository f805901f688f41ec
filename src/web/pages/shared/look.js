import { keep, keptAs } from './language.js'

/** `auto`: as the screen is set. */
export const LOOKS = ['auto', 'light', 'dark']
const KEPT_AS = 'bonfire.look'
/** What is told to the document when the colours have changed: whoever draws by script draws again. */
const CHANGED = 'bonfire:look'

/** As chosen here before. From now on a change of the screen is told as well. */
export function startLook() {
  const kept = keptAs(KEPT_AS)
  const look = LOOKS.includes(kept) ? kept : 'auto'
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', tell)
  show(look)
  return look
}

export function keepLook(look) {
  keep(KEPT_AS, look)
  show(look)
}

function show(look) {
  if (look === 'auto') delete document.documentElement.dataset.look
  else document.documentElement.dataset.look = look
  tell()
}

function tell() {
  document.dispatchEvent(new Event(CHANGED))
}
