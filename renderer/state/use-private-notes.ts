/** Notes to oneself about a release: kept in this browser, on no record, sent to nobody. */
import { useEffect, useState } from 'react'

export const MOST_PRIVATE_CHARACTERS = 20_000

const keyOf = (release: string) => `release-cockpit.private.${release}`

function read(key: string): string {
  try {
    return localStorage.getItem(key) ?? ''
  } catch {
    return ''
  }
}

/** Two windows of one browser show the same. `isKept` is false where the browser keeps nothing. */
export function usePrivateNotes(release: string): { text: string; write: (text: string) => void; isKept: boolean } {
  const key = keyOf(release)
  const [text, setText] = useState(() => read(key))
  const [isKept, setKept] = useState(true)
  useEffect(() => {
    setText(read(key))
    const onStorage = (event: StorageEvent) => {
      if (event.key === key) setText(event.newValue ?? '')
    }
    window.addEventListener('storage', onStorage)
    return () => window.removeEventListener('storage', onStorage)
  }, [key])
  const write = (next: string) => {
    setText(next)
    try {
      if (next === '') localStorage.removeItem(key)
      else localStorage.setItem(key, next)
      setKept(true)
    } catch {
      setKept(false)
    }
  }
  return { text, write, isKept }
}
