/** Says at once, and again while it lasts, that the ledger cannot be written or its disk is full. */

import type { CockpitClient } from '../../shared/contract/client.ts'
import type { LedgerTrouble } from '../../shared/contract/ledger-trouble.ts'
import { troubleHeading, troubleMeaning } from '../../shared/documents/trouble-words.ts'
import type { CliIo } from './io.ts'

const troubleLine = (trouble: LedgerTrouble): string =>
  `!! ${troubleHeading(trouble)} since ${new Date(trouble.sinceMs).toTimeString().slice(0, 8)}. ${trouble.message} ${troubleMeaning(trouble)}\n`

/** Listens until the returned function is called. */
export async function sayTroubles(client: CockpitClient, io: CliIo): Promise<() => void> {
  let said = false
  const say = (trouble: LedgerTrouble | undefined) => {
    if (trouble) io.stderr(troubleLine(trouble))
    else if (said) io.stderr('The ledger can be written again, and there is room on its disk.\n')
    said = trouble !== undefined
  }
  const stop = client.onFeed((message) => {
    if (message.kind === 'ledger') say(message.trouble)
  })
  const { trouble } = await client.call('hello', {})
  if (trouble && !said) say(trouble)
  return stop
}
