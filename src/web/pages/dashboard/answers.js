import { useEffect, useRef, useState } from 'preact/hooks'

/** What the server says to a question, or why it says nothing: `signed-out`, `gone`, `unreachable`. */
async function answerTo(path) {
  try {
    const response = await fetch(path, { headers: { accept: 'application/json' } })
    if (response.ok) return { value: await response.json(), trouble: null }
    return { value: null, trouble: { 401: 'signed-out', 404: 'gone' }[response.status] ?? 'unreachable' }
  } catch {
    return { value: null, trouble: 'unreachable' }
  }
}

/** Asks again and again, one question at a time: while an answer is under way, further ones wait as one. */
function createAsker(path, told) {
  let isUnderWay = false
  let isWantedAgain = false
  let isStopped = false
  async function ask() {
    isWantedAgain = isUnderWay
    if (isUnderWay) return
    isUnderWay = true
    const answer = await answerTo(path)
    isUnderWay = false
    if (isStopped) return
    told(answer)
    if (isWantedAgain) ask()
  }
  return {
    ask,
    stop() {
      isStopped = true
    },
  }
}

/**
 * The answer at `path`, asked again when `version` changes. The last one stays until there is a new one; one to another
 * path is forgotten, and so is everything when somebody is signed out.
 */
export function useAnswer(path, version) {
  const [last, setLast] = useState({ path: null, value: null, trouble: null })
  const asker = useRef(null)
  useEffect(() => {
    asker.current = createAsker(path, ({ value, trouble }) =>
      setLast(before => ({
        path,
        trouble,
        value: trouble === 'unreachable' && before.path === path ? before.value : value,
      })),
    )
    return asker.current.stop
  }, [path])
  useEffect(() => {
    asker.current.ask()
  }, [path, version])
  return last.path === path ? last : { path, value: null, trouble: null }
}
