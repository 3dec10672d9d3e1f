/** What deviates from the runbook in the open run, in every view: nobody in the room may wonder what ran. */
import { Mark } from '../../components/mark.tsx'
import type { Deck } from '../../state/use-deck.ts'

export function DeviationBand({ deck: { run, isOpen } }: { deck: Deck }) {
  const last = run?.deviations.at(-1)
  if (!isOpen || !run || run.rehearsal || last === undefined) return null
  const count = run.deviations.length
  return (
    <section className="deviation" aria-label="Deviations" title={run.deviations.join('\n')}>
      <b className="deviation-word">
        <Mark name="flag" /> {count === 1 ? 'Deviation' : `${count} deviations`}
      </b>
      <span className="clip">{last}</span>
    </section>
  )
}
