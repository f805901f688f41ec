/** Puts a text on the clipboard. False: the browser does not let us. */
export async function copyText(text) {
  try {
    // Over plain http there is no such thing.
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

function copyBySelection(text) {
  const focused = document.activeElement
  const area = document.createElement('textarea')
  area.value = text
  // Keeps a phone's keyboard down.
  area.readOnly = true
  area.className = 'offstage'
  area.setAttribute('aria-hidden', 'true')
  document.body.append(area)
  area.focus({ preventScroll: true })
  area.setSelectionRange(0, text.length)
  const isCopied = document.execCommand('copy')
  area.remove()
  focused?.focus({ preventScroll: true })
  return isCopied
}

/** For people to copy by hand. */
export function selectIn(element) {
  getSelection()?.selectAllChildren(element)
}
