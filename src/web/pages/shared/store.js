import { useEffect, useState } from 'preact/hooks'

/** What a page knows, in one object that is never changed but replaced. Whoever listens is told once a frame. */
export function createStore(initial) {
  const listeners = new Set()
  let value = initial
  let isTelling = false
  const tell = () => {
    isTelling = false
    for (const listener of [...listeners]) listener(value)
  }
  return {
    get: () => value,
    set(change) {
      value = { ...value, ...change }
      if (isTelling) return
      isTelling = true
      requestAnimationFrame(tell)
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** One thing of the store. The component is drawn again when it is another. */
export function useStore(store, name) {
  const [, drawAgain] = useState(0)
  const now = store.get()[name]
  useEffect(() => {
    let drawn = now
    const look = value => {
      if (Object.is(value[name], drawn)) return
      drawn = value[name]
      drawAgain(count => count + 1)
    }
    // It may have changed between drawing and listening.
    look(store.get())
    return store.listen(look)
  }, [store, name])
  return now
}
