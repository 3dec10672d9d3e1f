/** The measured cockpit: runs one command as the engine does, and prints what it took as JSON. */
import '../../../main/app/lean-memory.ts'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { createProcessRunner } from '../../../main/adapters/processes/process-runner.ts'
import { closeDatabase, openDatabase } from '../../../main/event-store/database.ts'
import { createOutputImporter } from '../../../main/event-store/output/importer.ts'
import { createOutputStore } from '../../../main/event-store/output/reader.ts'
import { attemptId, runId } from '../../../shared/ids.ts'

const [directory = '', script = '', secrets = '[]'] = process.argv.slice(2)
const attempt = attemptId('a-1')
const databaseFile = join(directory, 'ledger.db')
const db = openDatabase(databaseFile)
const store = createOutputStore(db)
const runner = createProcessRunner({ directory: join(directory, 'ledger.runs') })
const importer = createOutputImporter({ databaseFile })
await new Promise((resolve) => setTimeout(resolve, 300))

const spec = {
  run: runId('p-1'),
  attempt,
  nonce: 'nonce-of-the-bench',
  script,
  language: 'sh',
  strict: true,
  carry: false,
}
const env = Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value ?? '']))

const residentMb = () => process.memoryUsage.rss() / 1e6
const memory: number[] = []
const written: { atMs: number; bytes: number }[] = []
let stored = 0
let behindMs = 0

/** How long ago the oldest byte that is not stored yet was written. */
function measureLag(spool: string): void {
  const nowMs = performance.now()
  written.push({ atMs: nowMs, bytes: statSync(spool).size })
  while (written[0] && written[0].bytes <= stored) written.shift()
  behindMs = Math.max(behindMs, written[0] ? nowMs - written[0].atMs : 0)
}

const began = performance.now()
await runner.start({ ...spec, cwd: directory, env })
const spool = runner.spoolFile(attempt)
importer.onHead(({ bytes }) => {
  stored = bytes
})
importer.follow({ attempt, spoolFile: spool, secrets: JSON.parse(secrets), sealedToByte: 0 })
const sampling = setInterval(() => {
  memory.push(residentMb())
  measureLag(spool)
}, 10)
const seen = await runner.settled(attempt, AbortSignal.timeout(600_000))
const settledMs = performance.now() - began
const { head, rawBytes } = await importer.finish(attempt)
const storedMs = performance.now() - began
clearInterval(sampling)
const last = Buffer.from(store.readFromLine(attempt, head.lines - 1, 200).bytes).toString()
const half = memory.length >> 1
const result = {
  exitCode: seen.state === 'finished' ? seen.exitCode : null,
  settledMs,
  storedMs,
  rawBytes,
  behindMs,
  lastLine: last,
  peakMb: Math.max(...memory),
  growthMb: Math.max(...memory.slice(half)) - Math.max(...memory.slice(half >> 1, half)),
}
await importer.close()
closeDatabase(db)
process.stdout.write(`${JSON.stringify(result)}\n`)
