/** Looks at a ledger before anything is written to it: a damaged one must stay as it is. */
import { statSync } from 'node:fs'
import { openReadonly } from './database.ts'
import { explained, unwritable } from './errors.ts'

/** Checking every page of more than this would hold up the start. */
const WHOLE_UP_TO_BYTES = 64 * 1024 * 1024

/** Throws `LedgerUnwritable` (`corrupt`, `not-a-ledger`, `io-error`…) when the file cannot be relied on. A file that is not there yet can. */
export function probeLedger(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found?.isDirectory())
    throw unwritable('cannot-open', `${file} is a folder: name a file for the ledger with --db.`)
  const size = found?.size ?? 0
  if (size === 0) return
  const db = openReadonly(file)
  try {
    explained(file, () => {
      if (size > WHOLE_UP_TO_BYTES) return void db.prepare('SELECT count(*) FROM sqlite_schema').get()
      const said = db.pragma('quick_check(1)', { simple: true })
      if (said !== 'ok') throw unwritable('corrupt', `${file} is damaged: it is left as it is.`, said)
    })
  } finally {
    db.close()
  }
}
