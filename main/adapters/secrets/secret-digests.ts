import { randomBytes, scryptSync } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SecretDigests } from '../../ports/outside.ts'
import { asRunFolders, type RunFolders } from '../processes/run-folders.ts'

type Kept = { salt: string; digests: Record<string, string> }

/** Slow on purpose: the file must not help anyone to guess a value. */
const digestOf = (salt: string, value: string) => scryptSync(value, salt, 32, { N: 4096 }).toString('hex')

/** Salted digests of a run's secrets in a 0600 file of its 0700 run folder, to tell after a restart whether they are the same. */
export function createSecretDigests(directory: string | RunFolders): SecretDigests {
  const folders = asRunFolders(directory)
  const filesOf = (run: string) => folders.all.map((root) => join(root, run, 'secrets.json'))
  const readIn = (file: string): Kept[] => {
    try {
      return [JSON.parse(readFileSync(file, 'utf8')) as Kept]
    } catch {
      return []
    }
  }
  const read = (run: string): Kept | undefined => filesOf(run).flatMap(readIn)[0]
  return {
    keep(run, secrets) {
      const salt = randomBytes(16).toString('hex')
      const digests = Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, digestOf(salt, value)]))
      const folder = join(folders.forWriting(), run)
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      writeFileSync(join(folder, 'secrets.json'), JSON.stringify({ salt, digests }), { mode: 0o600, flush: true })
    },
    compare(run, secrets) {
      const kept = read(run)
      if (!kept) return undefined
      const names = Object.keys(kept.digests)
      const missing = names.filter((name) => secrets[name] === undefined)
      const changed = names.filter(
        (name) => secrets[name] !== undefined && digestOf(kept.salt, secrets[name]) !== kept.digests[name],
      )
      return { missing, changed }
    },
    discard(run) {
      for (const file of filesOf(run)) rmSync(file, { force: true })
    },
  }
}
