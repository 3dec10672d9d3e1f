/** How the deck and the terminal say that the ledger cannot be written or its disk is full. */
import type { LedgerTrouble } from '../contract/ledger-trouble.ts'
import { formatCount } from './words.ts'

const HEADINGS: Record<LedgerTrouble['kind'], string> = {
  unwritable: 'The ledger cannot be written',
  'disk-full': 'The disk of the ledger is full',
  'late-kept': 'A late journal is not in the ledger',
  'stand-in': 'The ledger cannot be used: recording in a stand-in',
}

export const troubleHeading = ({ kind }: LedgerTrouble): string => HEADINGS[kind]

const journalWords = (files: string[]): string =>
  `The rollback is recorded in ${files.join(' and ')} and joins the ledger when it can be written again. Until then no forward step begins.`

const MEANINGS: Record<LedgerTrouble['kind'], string> = {
  unwritable: 'What runs goes on and is recorded when that is possible again. Nothing new starts but a rollback.',
  'disk-full': 'What is recorded now comes out of the reserve. No new run starts; a rollback does.',
  'late-kept': 'Nothing is lost: keep the file.',
  'stand-in': 'A rollback runs. Nothing starts that goes forward.',
}

/** What goes on and what does not. */
export const troubleMeaning = ({ kind, late }: LedgerTrouble): string =>
  kind === 'unwritable' && late ? journalWords(late) : MEANINGS[kind]

export const incompleteWords = ({ incompleteFromByte = 0 }: { incompleteFromByte?: number }): string =>
  `Output incomplete from byte ${formatCount(incompleteFromByte)}: what the command could not write is lost.`

export const storedLateWords = ({ lateFromByte = 0 }: { lateFromByte?: number }): string =>
  `From byte ${formatCount(lateFromByte)} on, output was stored after the step had ended.`

type Late = { fromByte: number; processes: { pid: number; command: string }[] }

/** What was stored after a step had ended, and who printed it. */
export const lateWords = ({ fromByte, processes }: Late): string => {
  const who = processes.map(({ pid, command }) => `${pid} ${command}`).join('; ')
  return `output from byte ${formatCount(fromByte)} on was stored after it had ended${who ? `, still running: ${who}` : ''}`
}
