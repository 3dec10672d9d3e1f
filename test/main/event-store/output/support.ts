import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { closeDatabase, openDatabase } from '../../../../main/event-store/database.ts'
import { createOutputImporter } from '../../../../main/event-store/output/importer.ts'
import { createOutputStore } from '../../../../main/event-store/output/reader.ts'
import type { OutputImporter, OutputStore, SealedOutput } from '../../../../main/ports/output-store.ts'
import { type AttemptId, attemptId } from '../../../../shared/ids.ts'
import { until as patiently } from '../../../support/until.ts'

export const attempt = attemptId('a-1')

export type Bench = {
  db: Database.Database
  store: OutputStore
  importer: OutputImporter
  sealed: SealedOutput[]
  errors: string[]
  spool(name?: string): string
  /** Ends this importer, as a crash would without the end, and starts another one. */
  restart(): Promise<void>
  follow(changes?: { attempt?: AttemptId; spoolFile?: string; secrets?: string[]; sealedToByte?: number }): void
  write(bytes: string | Buffer, name?: string): void
  stored(of?: AttemptId): Buffer
  dispose(): Promise<void>
}

export function createBench(): Bench {
  const root = mkdtempSync(join(tmpdir(), 'cockpit-output-'))
  const databaseFile = join(root, 'ledger.db')
  const db = openDatabase(databaseFile)
  const start = () => {
    bench.importer = createOutputImporter({ databaseFile })
    bench.importer.onSealed((stretch) => bench.sealed.push(stretch))
    bench.importer.onError((_, sentence) => bench.errors.push(sentence))
  }
  const bench: Bench = {
    db,
    store: createOutputStore(db),
    importer: undefined as never,
    sealed: [],
    errors: [],
    spool: (name = 'spool') => join(root, name),
    async restart() {
      await bench.importer.close()
      start()
    },
    follow: (changes) =>
      bench.importer.follow({ attempt, spoolFile: bench.spool(), secrets: [], sealedToByte: 0, ...changes }),
    write: (bytes, name) => appendFileSync(bench.spool(name), bytes),
    stored: (of = attempt) => Buffer.concat([...bench.store.chunks(of)]),
    async dispose() {
      await bench.importer.close()
      closeDatabase(db)
      rmSync(root, { recursive: true, force: true })
    },
  }
  start()
  bench.write('')
  return bench
}

/** Polls until `look` is true. */
export async function until(look: () => boolean): Promise<void> {
  await patiently(look, String(look))
}
