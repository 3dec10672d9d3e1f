/** What the output of a step lacks, or got after its end: what is shown is not all it printed while it ran. */
import { incompleteWords, storedLateWords } from '../../../shared/documents/trouble-words.ts'
import type { AttemptState } from '../../../shared/domain/state.ts'
import { Mark } from '../../components/mark.tsx'

const Line = ({ words }: { words: string }) => (
  <p className="lost-connection" role="status">
    <Mark name="flag" />
    <b>{words}</b>
  </p>
)

export function IncompleteOutput({ attempt }: { attempt: AttemptState | undefined }) {
  if (!attempt) return null
  return (
    <>
      {attempt.incompleteFromByte !== undefined && <Line words={incompleteWords(attempt)} />}
      {attempt.lateFromByte !== undefined && <Line words={storedLateWords(attempt)} />}
    </>
  )
}
