/** The way to the step's machine is broken: since when, why, and that nothing is lost by it. */

import { lostWords } from '../../../shared/documents/connection-words.ts'
import { capital } from '../../../shared/documents/words.ts'
import type { AttemptState } from '../../../shared/domain/state.ts'
import { Mark } from '../../components/mark.tsx'
import { formatTime } from '../../components/time.ts'

export function LostConnection({ lost, offsetMinutes }: { lost: AttemptState['lost']; offsetMinutes: number }) {
  if (!lost) return null
  return (
    <p className="lost-connection" role="status">
      <Mark name="offline" />
      <span>
        <b>{capital(lostWords(lost, formatTime(lost.sinceMs, offsetMinutes)))}.</b>{' '}
        <span className="t2">Why: {lost.reason} Nothing it prints is lost.</span>
      </span>
    </p>
  )
}
