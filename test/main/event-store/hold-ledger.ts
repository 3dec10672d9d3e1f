/** A process of its own that takes a ledger, says so on stdout, appends when told `append`, and stays until it is killed or told `close`. */
import { createInterface } from 'node:readline'
import { LedgerUnwritable } from '../../../main/ports/event-store.ts'
import { add, genesis, note, openDemo, RELEASE } from './demo-ledger.ts'

const file = process.argv[2] ?? ''
const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`)

try {
  const store = openDemo(file)
  say({ epoch: store.epoch, previous: store.previousOwner ?? null })
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'close') break
    const size = store.head(RELEASE)?.size ?? 0
    add(store, [size === 0 ? genesis(store) : note(`from ${process.pid}`)])
    say({ size: size + 1 })
  }
  store.close()
} catch (error) {
  if (!(error instanceof LedgerUnwritable)) throw error
  say({ refused: error.code, sentence: error.message })
}
