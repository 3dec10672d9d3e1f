/** The importer's worker: the only thread that reads spools and writes output. */
import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { LEFT_TO_THE_LEDGER_BYTES } from '../../../shared/domain/disk-room.ts'
import { closeDatabase, openDatabase } from '../database.ts'
import { explained, unwritable } from '../errors.ts'
import { createChunkReader } from './chunk-reader.ts'
import { type ChunkWriter, createChunkWriter } from './chunk-writer.ts'
import { ImportLoop } from './import-loop.ts'
import type { ToWorker } from './messages.ts'

const bufferBytes = 1024 * 1024

const { databaseFile } = workerData as { databaseFile: string }
const db = openDatabase(databaseFile)
// Waiting holds up the output of every attempt: rather say it and try again.
db.pragma('busy_timeout = 1000')
const raw = createChunkWriter(db, Date.now)
const writer: ChunkWriter = {
  open: (attempt) => explained(databaseFile, () => raw.open(attempt)),
  commit(state, tail, advance) {
    leaveRoom()
    return explained(databaseFile, () => raw.commit(state, tail, advance))
  },
}

/** What a command printed is safe in its spool: the last room on a disk is the ledger's. */
function leaveRoom(): void {
  const { bavail, bsize } = statfsSync(dirname(databaseFile))
  if (bavail * bsize >= LEFT_TO_THE_LEDGER_BYTES) return
  throw unwritable('disk-full', `The disk is full: output stays in its spool and is stored in ${databaseFile} later.`)
}

const tools = {
  writer,
  reader: () => createChunkReader(db),
  buffer: Buffer.alloc(bufferBytes),
  nowMs: () => performance.now(),
}
const loop = new ImportLoop(tools, (message) => parentPort?.postMessage(message))

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind !== 'close') return loop.receive(message)
  loop.close()
  closeDatabase(db)
  parentPort?.close()
})
