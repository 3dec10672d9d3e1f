/** What shows that something is done: notes, links, files of the release folder, runs. One row each. */
import type { Deck } from '../../state/use-deck.ts'

export type GivenEvidence = { key: number; kind: 'note' | 'link' | 'file' | 'run'; value: string }

const KINDS: Record<GivenEvidence['kind'], { word: string; hint: string }> = {
  note: { word: 'Note', hint: 'What you saw' },
  link: { word: 'Link', hint: 'https://…' },
  file: { word: 'File', hint: 'evidence/restore.log, from the release folder' },
  run: { word: 'Run', hint: 'Which run' },
}

type Props = { deck: Deck; given: GivenEvidence[]; onGiven: (given: GivenEvidence[]) => void }

export function EvidenceFields({ deck, given, onGiven }: Props) {
  const change = (key: number, to: Partial<GivenEvidence>) =>
    onGiven(given.map((each) => (each.key === key ? { ...each, ...to } : each)))
  const next = Math.max(...given.map(({ key }) => key)) + 1
  return (
    <fieldset className="evidence-rows">
      <legend className="label">What shows it, goes on the record</legend>
      {given.map((each, index) => (
        <div key={each.key} className={`evidence-row ${given.length === 1 ? 'is-only' : ''}`}>
          <select
            className="field"
            aria-label="Kind of evidence"
            value={each.kind}
            onChange={(event) => change(each.key, { kind: event.target.value as GivenEvidence['kind'], value: '' })}
          >
            {Object.entries(KINDS).map(([kind, { word }]) => (
              <option key={kind} value={kind}>
                {word}
              </option>
            ))}
          </select>
          <Value deck={deck} given={each} isFirst={index === 0} onValue={(value) => change(each.key, { value })} />
          {given.length > 1 && (
            <button
              type="button"
              className="btn"
              aria-label="Take this row away"
              onClick={() => onGiven(given.filter(({ key }) => key !== each.key))}
            >
              Remove
            </button>
          )}
        </div>
      ))}
      <button
        type="button"
        className="link"
        onClick={() => onGiven([...given, { key: next, kind: 'note', value: '' }])}
      >
        Add another
      </button>
    </fieldset>
  )
}

type ValueProps = { deck: Deck; given: GivenEvidence; isFirst: boolean; onValue: (value: string) => void }

function Value({ deck, given: { kind, value }, isFirst, onValue }: ValueProps) {
  const autofocus = isFirst ? { 'data-autofocus': true } : {}
  const label = `${KINDS[kind].word}: ${KINDS[kind].hint}`
  if (kind !== 'run')
    return (
      <input
        className="field"
        aria-label={label}
        placeholder={KINDS[kind].hint}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        {...autofocus}
      />
    )
  return (
    <select className="field" aria-label={label} value={value} onChange={(event) => onValue(event.target.value)}>
      <option value="">{deck.state.runOrder.length === 0 ? 'Nothing has been run yet' : 'Choose a run'}</option>
      {deck.state.runOrder.map((id) => {
        const run = deck.state.runs[id]!
        return (
          <option key={id} value={id}>
            {id}, {run.title} in {run.environment}, {run.finished?.outcome ?? 'running'}
          </option>
        )
      })}
    </select>
  )
}
