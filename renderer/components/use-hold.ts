import { useCallback, useEffect, useRef, useState } from 'react'
import { type HoldState, heldMs, press, REST, release, tick } from './hold.ts'

export type Hold = {
  heldMs: number
  isHolding: boolean
  begin: () => void
  end: () => void
}

/** Runs the gesture on animation frames, so the fill is linear and firing does not wait for a tick of the room's clock. */
export function useHold(holdMs: number, onFire: () => void): Hold {
  const [state, setState] = useState<HoldState>(REST)
  const [nowMs, setNowMs] = useState(0)
  const fire = useRef(onFire)
  fire.current = onFire

  useEffect(() => {
    if (state.phase !== 'holding') return
    let frame = 0
    const step = () => {
      const now = performance.now()
      const next = tick(state, now, holdMs)
      setNowMs(now)
      if (next.phase === 'fired') {
        setState(next)
        fire.current()
      } else frame = requestAnimationFrame(step)
    }
    frame = requestAnimationFrame(step)
    return () => cancelAnimationFrame(frame)
  }, [state, holdMs])

  const begin = useCallback(() => setState((before) => press(before, performance.now())), [])
  const end = useCallback(() => setState(release()), [])
  return { heldMs: heldMs(state, nowMs, holdMs), isHolding: state.phase === 'holding', begin, end }
}
