/** Find in the stored output of the shown attempt, while it runs and after. */
import { type KeyboardEvent, type RefObject, useEffect, useMemo, useState } from 'react'
import { formatBytes, formatCount } from '../../../shared/documents/words.ts'
import type { AttemptId } from '../../../shared/ids.ts'
import { Mark } from '../../components/mark.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { MOST_KEPT_LINES, OutputSearch, type SearchState } from '../../output/output-search.ts'
import { useSession } from '../../state/context.tsx'

export type Found = { text: string; matchCase: boolean; line?: number }

/** Output shorter than this is searched before a progress bar could be read. */
const LARGE_BYTES = 16_000_000

type Props = {
  attempt: AttemptId
  headBytes: number
  field: RefObject<HTMLInputElement | null>
  /** What is highlighted, and which line is gone to. */
  onFound: (found: Found | undefined) => void
  onClose: () => void
}

/** `more` is shown where there is room for it. A plus says that the search goes on. */
function matchWords(state: SearchState, place: number | undefined): { words: string; more: string } {
  const { matches, matchingLines, phase } = state
  const sofar = phase === 'done' ? '' : '+'
  if (matches === 0) return { words: phase === 'done' ? 'Not found' : 'None yet', more: '' }
  const count = `${formatCount(matches)}${sofar} ${matches === 1 && sofar === '' ? 'match' : 'matches'}`
  const lines = `${formatCount(matchingLines)}${sofar}`
  if (place !== undefined) return { words: `line ${formatCount(place)} of ${lines}`, more: `, ${count}` }
  return { words: count, more: ` on ${lines} ${lines === '1' ? 'line' : 'lines'}` }
}

export function FindBar({ attempt, headBytes, field, onFound, onClose }: Props) {
  const [text, setText] = useState('')
  const [matchCase, setMatchCase] = useState(false)
  const [at, setAt] = useState<{ line: number; place: number }>()
  const search = useSearch(attempt, text, matchCase, headBytes)
  useEffect(() => {
    setAt(undefined)
    onFound(text === '' ? undefined : { text, matchCase })
  }, [text, matchCase, onFound])
  useEffect(() => () => onFound(undefined), [onFound])
  const go = (direction: 1 | -1) => {
    const next = search?.step(at?.line, direction)
    if (!next) return
    setAt(next)
    onFound({ text, matchCase, line: next.line })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') go(event.shiftKey ? -1 : 1)
    else if (event.key === 'Escape') onClose()
    else return
    event.preventDefault()
  }
  return (
    <search className="find-bar" aria-label="Find in the output">
      <input
        ref={field}
        className="field mono"
        aria-label="Find in the output"
        placeholder="Find in what it printed"
        value={text}
        maxLength={1000}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <button
        type="button"
        className="segment"
        aria-pressed={matchCase}
        aria-label="Match case"
        title="Match case"
        onClick={() => setMatchCase(!matchCase)}
      >
        Aa
      </button>
      <button type="button" className="segment" aria-label="Previous match, Shift Enter" onClick={() => go(-1)}>
        <Mark name="down" className="is-up" />
      </button>
      <button type="button" className="segment" aria-label="Next match, Enter" onClick={() => go(1)}>
        <Mark name="down" />
      </button>
      {search && <Progress search={search} place={at?.place} />}
      <button type="button" className="btn btn-plain end" aria-label="Close the search, Escape" onClick={onClose}>
        <span className="wide-only">Close</span> <kbd>Esc</kbd>
      </button>
    </search>
  )
}

function useSearch(attempt: AttemptId, text: string, matchCase: boolean, headBytes: number): OutputSearch | undefined {
  const { cockpit } = useSession()
  const [, setRevision] = useState(0)
  const search = useMemo(
    () =>
      text === ''
        ? undefined
        : new OutputSearch(cockpit.client, attempt, text, matchCase, () => setRevision((count) => count + 1)),
    [cockpit, attempt, text, matchCase],
  )
  useEffect(() => () => search?.close(), [search])
  useEffect(() => search?.setHead(headBytes), [search, headBytes])
  return search
}

function Progress({ search, place }: { search: OutputSearch; place: number | undefined }) {
  const { state } = search
  const { words, more } = matchWords(state, place)
  const isLarge = state.headBytes > LARGE_BYTES && state.phase !== 'done'
  return (
    <>
      <span className="find-words clip" role="status" title={`${words}${more}`}>
        {state.problem ?? words}
        {!state.problem && <span className="wide-only">{more}</span>}
        {state.matchingLines > MOST_KEPT_LINES && `, the first ${formatCount(MOST_KEPT_LINES)} can be gone through`}
      </span>
      {isLarge && (
        <>
          <span
            className="find-progress"
            title={`${formatBytes(state.scannedBytes)} of ${formatBytes(state.headBytes)}`}
          >
            <ProgressBar share={state.scannedBytes / state.headBytes} tone="accent" label="Searched so far" />
          </span>
          <button
            type="button"
            className="btn btn-plain"
            onClick={() => (state.phase === 'looking' ? search.stop() : search.goOn())}
          >
            {state.phase === 'looking' ? 'Stop' : 'Go on'}
          </button>
        </>
      )}
    </>
  )
}
