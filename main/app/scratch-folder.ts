/** Private folders for copies of what is being opened. They name the process they belong to, so that what a killed one left is removed by the next. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const NAME = /^cockpit-(?:replay|verify)-(\d+)-/

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // It belongs to somebody else, and so does its folder.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Some temporary folders may be written, but not listed: nothing is tidied there. */
function namesIn(place: string): string[] {
  try {
    return readdirSync(place)
  } catch {
    return []
  }
}

function removeLeft(place: string): void {
  for (const name of namesIn(place)) {
    const pid = Number(NAME.exec(name)?.[1] ?? process.pid)
    if (isAlive(pid)) continue
    try {
      rmSync(join(place, name), { recursive: true, force: true })
    } catch {
      // It is another user's.
    }
  }
}

/** A new one, 0700. Throws what the disk throws. */
export function scratchFolder(kind: 'replay' | 'verify', place = tmpdir()): string {
  removeLeft(place)
  return mkdtempSync(join(place, `cockpit-${kind}-${process.pid}-`))
}
