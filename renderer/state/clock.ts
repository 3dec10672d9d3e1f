/** The one tick of the window: on the second, so that every clock on the screen changes together. */
import type { Cockpit } from './cockpit-store.ts'

export function startClock(cockpit: Cockpit): () => void {
  let timer: ReturnType<typeof setTimeout>
  const tick = () => {
    const nowMs = Date.now()
    cockpit.store.setState({ nowMs })
    timer = setTimeout(tick, 1000 - (nowMs % 1000))
  }
  tick()
  return () => clearTimeout(timer)
}
