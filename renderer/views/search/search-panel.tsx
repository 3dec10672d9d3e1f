/** Ctrl Shift F: entries and stored output of this release or of all, live while runs write. */

import { type KeyboardEvent, useMemo, useState } from 'react'
import { LONGEST_SEARCH } from '../../../shared/contract/search.ts'
import { formatBytes, formatCount } from '../../../shared/documents/words.ts'
import { DialogSheet } from '../../components/dialog-sheet.tsx'
import { lineAfter } from '../../components/list-keys.ts'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { useSetUi, useUi } from '../../state/context.tsx'
import { messageOf } from '../../state/message-of.ts'
import type { SearchWish } from '../../state/ui-store.ts'
import type { Deck } from '../../state/use-deck.ts'
import { MOST_SHOWN, type Searched, useSearch } from '../../state/use-search.ts'
import { optionId, SearchList } from './search-list.tsx'
import { projectRows } from './search-rows.ts'
import { useJump } from './use-jump.ts'

export function SearchPanel({ deck }: { deck: Deck | undefined }) {
  const isOpen = useUi((ui) => ui.isSearchOpen)
  return isOpen ? <OpenSearch deck={deck} /> : null
}

function OpenSearch({ deck }: { deck: Deck | undefined }) {
  const setUi = useSetUi()
  const wish = useUi((ui) => ui.search)
  const [round, setRound] = useState(0)
  const [at, setAt] = useState(0)
  const [refusal, setRefusal] = useState<string>()
  const { searched, isStopped, stop } = useSearch(wish, deck?.state.release, round)
  const rows = useMemo(() => projectRows(searched.hits), [searched.hits])
  const jump = useJump()
  const close = () => setUi({ isSearchOpen: false })
  const ask = (change: Partial<SearchWish>) => {
    setAt(0)
    setUi({ search: { ...wish, ...change } })
  }
  const choose = (index: number) => {
    const hit = searched.hits[index]
    if (hit) jump(hit).catch((error: unknown) => setRefusal(messageOf(error)))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const next = lineAfter(event.key, at, searched.hits.length)
    if (next !== undefined) setAt(next)
    else if (event.key === 'Enter') choose(at)
    else return
    event.preventDefault()
  }
  return (
    <DialogSheet label="Search entries and output" className="dialog is-wide search-panel" onClose={close}>
      <div className="search-head">
        <input
          className="field mono"
          data-autofocus
          role="combobox"
          aria-expanded={rows.length > 0}
          aria-controls="search-results"
          aria-activedescendant={searched.hits[at] ? optionId(at) : undefined}
          aria-label="Search entries and output"
          placeholder="Text in entries and in what commands printed"
          value={wish.text}
          maxLength={LONGEST_SEARCH}
          onChange={(event) => ask({ text: event.target.value })}
          onKeyDown={onKeyDown}
        />
        <Toggles wish={wish} ask={ask} hasRelease={deck !== undefined} />
      </div>
      <Said
        searched={searched}
        refusal={refusal}
        isAsked={wish.text !== ''}
        isStopped={isStopped}
        stop={stop}
        again={() => setRound(round + 1)}
      />
      {rows.length > 0 && <SearchList rows={rows} at={at} offsetMinutes={deck?.offsetMinutes ?? 0} onChoose={choose} />}
      <div className="dialog-foot">
        <span className="t3 small">
          <kbd>↑</kbd> <kbd>↓</kbd> choose, <kbd>Enter</kbd> goes there
        </span>
        <button type="button" className="btn end" onClick={close}>
          Close <kbd>Esc</kbd>
        </button>
      </div>
    </DialogSheet>
  )
}

type Ask = (change: Partial<SearchWish>) => void

function Toggles({ wish, ask, hasRelease }: { wish: SearchWish; ask: Ask; hasRelease: boolean }) {
  const toggle = (word: string, label: string, isOn: boolean, change: Partial<SearchWish>) => (
    <button
      type="button"
      className="segment"
      aria-pressed={isOn}
      aria-label={label}
      title={label}
      onClick={() => ask(change)}
    >
      {word}
    </button>
  )
  const { entries, output } = wish
  return (
    <>
      {toggle('Aa', 'Match case', wish.matchCase, { matchCase: !wish.matchCase })}
      {toggle('.*', 'Regular expression', wish.isRegex, { isRegex: !wish.isRegex })}
      {hasRelease && toggle('All releases', 'All releases', wish.isEverywhere, { isEverywhere: !wish.isEverywhere })}
      {toggle('Entries', 'In entries', entries, { entries: !entries, output: output || entries })}
      {toggle('Output', 'In output', output, { output: !output, entries: entries || output })}
    </>
  )
}

type SaidProps = {
  searched: Searched
  refusal: string | undefined
  isAsked: boolean
  isStopped: boolean
  stop: () => void
  again: () => void
}

const lines = (count: number) => `${formatCount(count)} ${count === 1 ? 'result' : 'results'}`

/** How far it is and what came of it. */
function Said({ searched, refusal, isAsked, isStopped, stop, again }: SaidProps) {
  const { hits, page, problem, isFull } = searched
  if (!isAsked)
    return (
      <p className="empty">
        Results appear here as they are found, each with its place. Runs that write are searched too.
      </p>
    )
  const wrong = refusal ?? problem
  if (wrong)
    return (
      <p className="search-said" role="alert">
        <b>{wrong}</b>
        {page && (
          <button type="button" className="btn end nowrap" onClick={again}>
            Search again
          </button>
        )}
      </p>
    )
  if (isFull || isStopped)
    return (
      <p className="search-said" role="status">
        {isFull
          ? `The first ${formatCount(MOST_SHOWN)} results: narrow the search to see others.`
          : `Stopped: ${lines(hits.length)} so far.`}
        {isStopped && (
          <button type="button" className="btn end nowrap" onClick={again}>
            Search again
          </button>
        )}
      </p>
    )
  const isBusy = !page || page.phase === 'searching'
  const total = page ? page.totalBytes + page.totalEntries * 600 : 0
  const share = page && total > 0 ? (page.searchedBytes + page.searchedEntries * 600) / total : 0
  return (
    <div className="search-said" role="status">
      <span>
        {hits.length === 0 && !isBusy ? 'Nothing found.' : `${lines(hits.length)}${isBusy ? ' so far' : '.'}`}{' '}
        <span className="t2">
          {isBusy
            ? page && `${formatBytes(page.searchedBytes)} of ${formatBytes(page.totalBytes)} searched`
            : `Everything was searched${page.totalBytes > 0 ? `, ${formatBytes(page.totalBytes)} of output` : ''}; watching what comes.`}
        </span>
      </span>
      {isBusy && (
        <>
          <ProgressBar share={share} label="Searched" />
          <button type="button" className="btn end" onClick={stop}>
            Stop
          </button>
        </>
      )}
    </div>
  )
}
