/** What is left of an attempt, as lines of a terminal. */
import type { CockpitClient } from '../../shared/contract/client.ts'
import { checkWords, inspectionFacts } from '../../shared/documents/inspection-facts.ts'
import type { AttemptId, ReleaseId } from '../../shared/ids.ts'
import type { Sender } from './session.ts'

export type InspectPlace = { client: CockpitClient; release: ReleaseId; as: Sender; line: (text: string) => void }

const LABEL_WIDTH = 12

const timeOf = (ms: number) => {
  const at = new Date(ms)
  return `${at.toISOString().slice(0, 10)} ${at.toTimeString().slice(0, 8)}`
}

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[A-Za-z]`, 'g')

/** Output is shown as text: an escape sequence in it must not draw over the question below. */
const plain = (line: string) =>
  Array.from(line.replace(ESCAPES, ''))
    .filter((character) => character === '\t' || character >= ' ')
    .join('')

export async function showInspection({ client, release, line }: InspectPlace, attempt: AttemptId): Promise<void> {
  const seen = await client.call('attempt.inspect', { release, attempt })
  for (const [label, text] of inspectionFacts(seen, timeOf)) {
    const [first, ...more] = text.split('\n')
    line(`  ${label.padEnd(LABEL_WIDTH)} ${first}`)
    for (const each of more) line(`  ${' '.repeat(LABEL_WIDTH)} ${each}`)
  }
  line(seen.lastLines.length > 0 ? '  Last lines' : '  Nothing it printed is stored.')
  for (const each of seen.lastLines) line(`  | ${plain(each)}`)
}

/** False when it was refused. */
export async function runVerify({ client, release, as, line }: InspectPlace, attempt: AttemptId): Promise<boolean> {
  const said = await client.call('attempt.verify', { release, attempt, as })
  if (!said.ok) {
    line(said.rejection.message)
    return false
  }
  for (const each of said.output.trimEnd().split('\n')) line(`  | ${plain(each)}`)
  line(`${checkWords(said)} It is on the record; what the outcome was, you say.`)
  return true
}
