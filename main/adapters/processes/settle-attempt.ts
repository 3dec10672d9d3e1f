import type { Observation } from '../../ports/process-runner.ts'

const pollMs = 25
/** How often identity is checked in full while the shim's pid exists: a recycled pid must not look like a running command for ever. */
const fullLookEvery = 40

type Watch = {
  observe(): Observation
  /** Cheap: is there an exit record, or is the shim's pid gone? */
  mayBeOver(): boolean
  /** Calls back when a child of this process ended; returns how to stop. */
  onChildExit(wake: () => void): () => void
}

/** Polls until an attempt no longer runs. Rejects with the signal's reason when aborted; the command is left alone. */
export function settleAttempt(watch: Watch, signal: AbortSignal): Promise<Observation> {
  return new Promise((resolve, reject) => {
    let looks = 0
    let timer: NodeJS.Timeout | undefined
    const stop = () => {
      clearTimeout(timer)
      stopListening()
      signal.removeEventListener('abort', abort)
    }
    const abort = () => {
      stop()
      reject(signal.reason)
    }
    const look = (full: boolean) => {
      clearTimeout(timer)
      try {
        const seen = full || looks++ % fullLookEvery === 0 || watch.mayBeOver() ? watch.observe() : undefined
        if (seen && seen.state !== 'running') {
          stop()
          return resolve(seen)
        }
        timer = setTimeout(look, pollMs, false)
      } catch (error) {
        stop()
        reject(error)
      }
    }
    const stopListening = watch.onChildExit(() => look(true))
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort)
    look(true)
  })
}
