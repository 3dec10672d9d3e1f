/** What differs, by step, from the version last executed or from a git revision. */
import { useState } from 'react'
import { comparedWithWords, differenceSummary } from '../../../shared/documents/difference-words.ts'
import { formatInstant } from '../../../shared/domain/windows.ts'
import { reachable } from '../../components/reachable.ts'
import { Segments } from '../../components/segments.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { CompareList } from './compare-list.tsx'
import { type Against, useComparison } from './use-comparison.ts'

type Side = 'run' | 'revision'

export function ComparePane({ deck }: { deck: Deck }) {
  const [side, setSide] = useState<Side>('run')
  const [environment, setEnvironment] = useState('')
  const [typed, setTyped] = useState('HEAD')
  const [revision, setRevision] = useState('HEAD')
  const against: Against | undefined =
    side === 'run' ? { lastRun: environment === '' ? {} : { environment } } : revision === '' ? undefined : { revision }
  const found = useComparison(deck, against)
  return (
    <>
      <form
        className="panel-head compare-head"
        onSubmit={(event) => {
          event.preventDefault()
          setRevision(typed.trim())
        }}
      >
        <h2>Compare</h2>
        <Segments
          label="Compare with"
          options={[
            ['run', 'Last executed'],
            ['revision', 'Git revision'],
          ]}
          value={side}
          onChange={setSide}
        />
        {side === 'run' ? (
          <select
            className="field"
            aria-label="Executed where"
            value={environment}
            onChange={(event) => setEnvironment(event.target.value)}
          >
            <option value="">anywhere</option>
            {deck.state.definition!.environments.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        ) : (
          <>
            <input
              className="field mono grow"
              aria-label="Commit, tag or branch"
              placeholder="HEAD~1, v2.3.1, main"
              maxLength={200}
              spellCheck={false}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
            <button type="submit" className="btn" disabled={typed.trim() === ''}>
              Compare
            </button>
          </>
        )}
      </form>
      <div className="scroll" {...reachable}>
        {found === undefined && <p className="empty">Reading the folder.</p>}
        {found?.state === 'none' && <p className="empty">{found.message}</p>}
        {found?.state === 'compared' && (
          <>
            <p className="compare-summary" role="status">
              <b>{differenceSummary(found.changes)}</b>{' '}
              <span className="t2">
                Against {comparedWithWords(found.with, (ms) => formatInstant(ms, deck.offsetMinutes))}.
              </span>
            </p>
            <CompareList changes={found.changes} others={found.others} />
          </>
        )}
      </div>
    </>
  )
}
