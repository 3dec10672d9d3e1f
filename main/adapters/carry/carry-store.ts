import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CarryStore } from '../../ports/outside.ts'
import type { CarriedState } from '../../ports/process-runner.ts'
import { asRunFolders, type RunFolders } from '../processes/run-folders.ts'

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** What was written last counts, when a run went on in another folder. */
function writtenIn(file: string): { carried: CarriedState; atMs: number } | undefined {
  try {
    return { carried: JSON.parse(readFileSync(file, 'utf8')) as CarriedState, atMs: statSync(file).mtimeMs }
  } catch {
    return undefined
  }
}

/** Keeps directory and exports of a run in a 0600 file of its 0700 run folder: values may be secret, so the chain holds only their names. */
export function createCarryStore(directory: string | RunFolders): CarryStore {
  const folders = asRunFolders(directory)
  const nameOf = (host?: string) => (host === undefined ? 'carried.json' : `carried-${encodeURIComponent(host)}.json`)
  return {
    read(run, host) {
      const found = folders.all.flatMap((root) => writtenIn(join(root, run, nameOf(host))) ?? [])
      return found.toSorted((a, b) => b.atMs - a.atMs)[0]?.carried
    },
    write(run, carried, host) {
      const folder = join(folders.forWriting(), run)
      const file = join(folder, nameOf(host))
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      writeFileSync(`${file}.new`, JSON.stringify(carried), { mode: 0o600, flush: true })
      renameSync(`${file}.new`, file)
    },
    discard(run) {
      for (const folder of folders.all.map((root) => join(root, run)))
        for (const name of namesIn(folder)) if (name.startsWith('carried')) rmSync(join(folder, name), { force: true })
    },
  }
}
