/** What went out from this ledger, how it went, and what that says of the next one. */
import { formatCount } from '../../../shared/documents/words.ts'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { type PastReading, useHistory } from '../../state/use-history.ts'
import { useOpen } from '../../state/use-open.ts'
import { DoraTiles } from './dora-tiles.tsx'
import { HistoryHead } from './history-head.tsx'
import { PastTable } from './past-table.tsx'
import { TrendStack } from './trend-stack.tsx'
import { usePast } from './use-past.ts'

export function HistoryView({ deck }: { deck: Deck | undefined }) {
  const reading = useHistory(deck?.isOpen ?? false)
  const opening = useOpen()
  const wish = useUi((ui) => ui.history)
  const past = usePast(reading, wish)
  if (reading.releases === undefined || reading.releases.length === 0)
    return (
      <main className="page">
        <h2 className="page-title">History</h2>
        <Nothing reading={reading} />
      </main>
    )
  return (
    <main className="history">
      <HistoryHead past={past} wish={wish} />
      <StillReading reading={reading} />
      <Refusal sentence={opening.refusal ?? reading.problem} />
      <DoraTiles dora={past.dora} open={wish.measure} />
      <div className="history-main">
        <PastTable
          past={past}
          wish={wish}
          isReading={reading.pending > 0}
          onOpen={(release) => void opening.openRelease(release)}
        />
        <TrendStack
          trends={past.trends}
          range={past.range}
          offsetMinutes={-new Date(reading.atMs).getTimezoneOffset()}
        />
      </div>
    </main>
  )
}

function Nothing({ reading: { releases, problem } }: { reading: PastReading }) {
  if (problem !== undefined) return <Refusal sentence={`The past releases cannot be read: ${problem}`} />
  return (
    <p className="t2 prose">
      {releases === undefined
        ? 'Reading the ledger…'
        : 'No release yet. From the moment its folder is opened a release is listed here: with its outcome, planned and actual time, rollbacks and drills. Once some went to a protected environment the DORA measures and their trends stand above them.'}
    </p>
  )
}

/** An old ledger is read once; what is not read yet is in no figure. */
function StillReading({ reading: { pending, releases } }: { reading: PastReading }) {
  if (pending === 0) return null
  const all = releases?.length ?? pending
  return (
    <div className="history-reading" role="status">
      <span className="small">
        {formatCount(all - pending)} of {formatCount(all)} releases are read; the figures are of those. Nothing that
        runs waits for it.
      </span>
      <ProgressBar share={(all - pending) / all} label="Releases read" />
    </div>
  )
}
