import { readlinkSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** The Chromium that holds a profile, by its lock (`HOST-PID`). */
export const chromiumOf = (profile: string): number | undefined => {
  try {
    return (
      Number(
        readlinkSync(path.join(profile, 'chromium', 'SingletonLock'))
          .split('-')
          .at(-1),
      ) || undefined
    )
  } catch {
    return undefined
  }
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Chromium ends by itself once its app is gone, but writes to its profile until then. */
export const chromiumEnded = async (pid: number | undefined): Promise<void> => {
  const lateMs = Date.now() + 5000
  while (pid !== undefined && isAlive(pid) && Date.now() < lateMs) await pause(20)
}
