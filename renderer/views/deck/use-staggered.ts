import { useEffect, useRef, useState } from 'react'

/**
 * The newest `value`, taken `index` frames after it came: charts that change together are drawn one in a frame, so that no frame waits for all.
 * Values that come meanwhile are skipped.
 */
export function useStaggered<T>(value: T, index: number): T {
  const [shown, setShown] = useState(value)
  const newest = useRef(value)
  const frame = useRef<number>(undefined)
  useEffect(() => {
    newest.current = value
    if (frame.current !== undefined || value === shown) return
    let left = index
    const next = () => {
      frame.current = left-- > 0 ? requestAnimationFrame(next) : undefined
      if (frame.current === undefined) setShown(newest.current)
    }
    frame.current = requestAnimationFrame(next)
  }, [value, shown, index])
  useEffect(
    () => () => {
      if (frame.current !== undefined) cancelAnimationFrame(frame.current)
      frame.current = undefined
    },
    [],
  )
  return shown
}
