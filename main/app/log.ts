import { pino } from 'pino'
import type { Log } from '../ports/outside.ts'

const ignore = () => {}

/**
 * The program's own log: what went wrong inside, never what a release printed. Opened when the first line is written. A log that cannot be written
 * (a full disk, say) is silent: it must never end the cockpit that has a run to guard.
 */
export function createLog(file: string): Log {
  let logger: pino.Logger | undefined
  return (level, message, detail) => {
    try {
      if (!logger) {
        const destination = pino.destination({ dest: file, mkdir: true, sync: true, mode: 0o600 })
        destination.on('error', ignore)
        logger = pino(destination)
      }
      logger[level](detail ?? {}, message)
    } catch {
      logger = undefined
    }
  }
}
