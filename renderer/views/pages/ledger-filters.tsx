import { useMemo } from 'react'
import { formatCount } from '../../../shared/documents/words.ts'
import type { RecordedEvent } from '../../../shared/events/index.ts'
import { KINDS, kindOf, whoOf } from './ledger-kinds.ts'

type FiltersProps = {
  events: readonly RecordedEvent[]
  rows: number
  hidden: ReadonlySet<string>
  onToggle: (name: string) => void
}

export function Filters({ events, rows, hidden, onToggle }: FiltersProps) {
  const counts = useMemo(() => {
    const kinds = new Map<string, number>()
    const people = new Map<string, number>()
    for (const event of events) {
      const kind = kindOf(event.type).name
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
      people.set(whoOf(event), (people.get(whoOf(event)) ?? 0) + 1)
    }
    return { kinds, people }
  }, [events])
  return (
    <section className="ledger-filters" aria-label="Filter">
      <div className="panel-head">
        <h2>Filter</h2>
        <span className="end t2">
          {formatCount(rows)} of {formatCount(events.length)}
        </span>
      </div>
      <fieldset>
        <legend className="label">Kind</legend>
        {KINDS.map(({ name }) => (
          <Check
            key={name}
            name={name}
            count={counts.kinds.get(name) ?? 0}
            isOn={!hidden.has(name)}
            onToggle={() => onToggle(name)}
          />
        ))}
      </fieldset>
      <fieldset>
        <legend className="label">Who</legend>
        {[...counts.people].map(([name, count]) => (
          <Check
            key={name}
            name={name}
            count={count}
            isOn={!hidden.has(`@${name}`)}
            onToggle={() => onToggle(`@${name}`)}
          />
        ))}
      </fieldset>
    </section>
  )
}

export function Check({
  name,
  count,
  isOn,
  onToggle,
}: {
  name: string
  count: number
  isOn: boolean
  onToggle: () => void
}) {
  return (
    <label className="check">
      <input type="checkbox" checked={isOn} onChange={onToggle} />
      <span className="clip">{name}</span>
      <span className="num t3">{formatCount(count)}</span>
    </label>
  )
}
