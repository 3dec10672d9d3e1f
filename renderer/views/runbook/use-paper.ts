import { useEffect } from 'react'

/** Paper is white: what is printed from a dark window has the light colours while it is printed. */
export function usePaper(): void {
  useEffect(() => {
    const { dataset } = document.documentElement
    let before: string | undefined
    const toLight = () => {
      before = dataset.theme
      dataset.theme = 'light'
    }
    const back = () => {
      dataset.theme = before
    }
    window.addEventListener('beforeprint', toLight)
    window.addEventListener('afterprint', back)
    return () => {
      window.removeEventListener('beforeprint', toLight)
      window.removeEventListener('afterprint', back)
    }
  }, [])
}
