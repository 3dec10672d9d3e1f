/** What the step printed: live, complete, and only as much of it in the window as can be seen. */
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { overSsh } from '../../../shared/documents/connection-words.ts'
import { formatBytes, formatMany } from '../../../shared/documents/words.ts'
import type { StepView } from '../../../shared/domain/select-steps.ts'
import type { AttemptState } from '../../../shared/domain/state.ts'
import { hostOf } from '../../../shared/runbook/runner.ts'
import { Mark } from '../../components/mark.tsx'
import { OutputView } from '../../components/output-view.tsx'
import { formatTime } from '../../components/time.ts'
import { OutputWindow } from '../../output/output-window.ts'
import { readEnd } from '../../output/read-all.ts'
import { useCockpit, useSession, useSetUi, useUi } from '../../state/context.tsx'
import { messageOf } from '../../state/message-of.ts'
import type { Deck } from '../../state/use-deck.ts'
import { BranchTabs } from './branch-tabs.tsx'
import { FindBar, type Found } from './find-bar.tsx'
import { ownsKeys } from './focus-terminal.ts'
import { GatePane } from './gate-pane.tsx'
import { IncompleteOutput } from './incomplete-output.tsx'
import { JudgePane } from './judge-pane.tsx'
import { LostConnection } from './lost-connection.tsx'
import { StepPreview } from './step-preview.tsx'
import { isTerminalShown, TerminalOutput } from './terminal-output.tsx'

type Props = { deck: Deck; view: StepView | undefined; isChosen: boolean }

export function OutputPanel({ deck, view, isChosen }: Props) {
  const setUi = useSetUi()
  const [attemptNumber, setAttemptNumber] = useState<number>()
  const shownLine = useUi((ui) => ui.shownLine)
  const rewinds = useCockpit((state) => state.rewinds ?? 0)
  const attempt =
    view?.attempts.find((each) => each.id === shownLine?.attempt) ??
    view?.attempts.find((each) => each.number === attemptNumber) ??
    view?.last
  const host =
    attempt?.identity?.host ??
    (view && deck.run ? hostOf(deck.run.definition, deck.run.environment, view.step) : undefined)
  return (
    <section className="output-panel" aria-label="Output">
      <div className="panel-head">
        <h2>Output</h2>
        <span className="t2 clip">
          {view ? `step ${view.label}` : 'of the step you choose'}
          {attempt && `, attempt ${attempt.number}, started ${formatTime(attempt.startedAtMs, deck.offsetMinutes)}`}
          {host && `, ${overSsh(host)}`}
        </span>
        {isChosen && deck.isOpen && (
          <button type="button" className="btn btn-plain end nowrap" onClick={() => setUi({ selectedStep: undefined })}>
            Back to what runs
          </button>
        )}
        {view && view.attempts.length > 1 && (
          <div className="end segments" role="tablist" aria-label="Attempts">
            {view.attempts.slice(-5).map((each) => (
              <button
                key={each.id}
                type="button"
                role="tab"
                className="segment"
                aria-selected={each.id === attempt?.id}
                onClick={() => {
                  setUi({ shownLine: undefined })
                  setAttemptNumber(each.number)
                }}
              >
                {each.number}
              </button>
            ))}
          </div>
        )}
      </div>
      {view && <BranchTabs deck={deck} view={view} />}
      {view && <CommandStrip view={view} />}
      <LostConnection lost={attempt?.lost} offsetMinutes={deck.offsetMinutes} />
      <IncompleteOutput attempt={attempt} />
      {attempt && view ? (
        <ShownOutput
          key={`${attempt.id} ${attempt.erasures ?? 0} ${rewinds}`}
          deck={deck}
          attempt={attempt}
          view={view}
        />
      ) : (
        <StepPreview deck={deck} view={view} />
      )}
    </section>
  )
}

type OutputProps = { deck: Deck; attempt: AttemptState; view: StepView }

/** A terminal while the step can be answered, unless somebody wants to read its lines; lines for everything else. */
function ShownOutput({ deck, attempt, view }: OutputProps) {
  const [isTranscript, setTranscript] = useState(false)
  const [isFinding, setFinding] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  useFindKey(() => {
    setTranscript(true)
    setFinding(true)
    requestAnimationFrame(() => field.current?.select())
  })
  const setUi = useSetUi()
  const { replay } = useSession()
  const isGoneTo = useUi((ui) => ui.shownLine?.attempt === attempt.id)
  const { title } = view.step
  const lines = (
    <AttemptOutput
      deck={deck}
      attempt={attempt}
      view={view}
      find={isFinding ? { field, onClose: () => setFinding(false) } : undefined}
    />
  )
  // A terminal that is played answers what programs ask of it: a replay shows its lines.
  if (replay || !isTerminalShown(deck.state, attempt)) return lines
  if (!isTranscript && !isGoneTo)
    return <TerminalOutput deck={deck} attempt={attempt} title={title} onTranscript={() => setTranscript(true)} />
  return (
    <>
      <div className="terminal-bar">
        <span className="clip">Interactive: these are its lines so far.</span>
        <button
          type="button"
          className="btn end"
          onClick={() => {
            setUi({ shownLine: undefined })
            setTranscript(false)
          }}
        >
          Back to the terminal
        </button>
      </div>
      {lines}
    </>
  )
}

const COMMAND_LINES = 3

function CommandStrip({ view: { step } }: { view: StepView }) {
  const text = step.http ? `${step.http.method} ${step.http.url}` : step.text
  const lines = text.trim().split('\n')
  if (!text.trim()) return <div className="command-strip">{step.title}</div>
  return (
    <pre className="command-strip mono" title={text}>
      <span className="t3">{step.kind === 'http' ? '' : '$ '}</span>
      <b>{lines.slice(0, COMMAND_LINES).join('\n  ')}</b>
      {lines.length > COMMAND_LINES && <span className="t3"> … {lines.length - COMMAND_LINES} more lines</span>}
    </pre>
  )
}

/** One window per attempt; new heads come by push, lines by pull. */
function useOutput(attempt: AttemptState) {
  const { cockpit } = useSession()
  const [revision, setRevision] = useState(0)
  const output = useMemo(
    () => new OutputWindow(cockpit.client, attempt.id, () => setRevision((count) => count + 1)),
    [cockpit, attempt.id],
  )
  const head = useCockpit((state) => state.heads[attempt.id])
  const isOver = attempt.endedAtMs !== undefined
  useEffect(() => {
    if (head) output.setHead(head)
  }, [output, head])
  useEffect(() => {
    void isOver
    void output.askHead()
  }, [output, isOver])
  useEffect(() => () => output.close(), [output])
  return { output, revision }
}

/** Ctrl F, anywhere on the deck but in a step's terminal or a dialog. */
function useFindKey(begin: () => void) {
  const { ui } = useSession()
  const latest = useRef(begin)
  latest.current = begin
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      const isFind = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'f'
      const { dialog, isPaletteOpen, isSearchOpen } = ui.getState()
      if (!isFind || event.shiftKey || dialog || isPaletteOpen || isSearchOpen || ownsKeys(event.target)) return
      event.preventDefault()
      latest.current()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [ui])
}

const lineHeight = () =>
  Number.parseInt(getComputedStyle(document.documentElement).getPropertyValue('--lh-mono'), 10) || 18

type Finding = { field: RefObject<HTMLInputElement | null>; onClose: () => void }

function AttemptOutput({ deck, attempt, view, find }: OutputProps & { find: Finding | undefined }) {
  const { output, revision } = useOutput(attempt)
  const [isFollowing, setFollowing] = useState(true)
  const [found, setFound] = useState<Found>()
  const onFound = useCallback((next: Found | undefined) => {
    if (next?.line !== undefined) setFollowing(false)
    setFound(next)
  }, [])
  const shownLine = useUi((ui) => ui.shownLine)
  useEffect(() => {
    if (shownLine?.attempt !== attempt.id) return
    const { text, line } = shownLine
    onFound({ text, matchCase: true, line })
  }, [shownLine, attempt.id, onFound])
  const { bytes, lines } = output.head
  const byPeople = ['manual', 'instruction', 'approval', 'wait', 'gate', 'judge'].includes(attempt.kind)
  if (bytes === 0) return <NoOutput deck={deck} attempt={attempt} view={view} byPeople={byPeople} />
  return (
    <>
      {find && <FindBar attempt={attempt.id} headBytes={bytes} onFound={onFound} {...find} />}
      <OutputView
        output={output}
        revision={revision}
        lineHeight={lineHeight()}
        isFollowing={isFollowing}
        onFollowing={setFollowing}
        found={found}
      />
      <div className="output-foot">
        <button
          type="button"
          className={`btn btn-plain ${isFollowing ? 'accent' : ''}`}
          aria-pressed={isFollowing}
          onClick={() => setFollowing(!isFollowing)}
        >
          <Mark name={isFollowing ? 'down' : 'right'} /> {isFollowing ? 'Following' : 'Follow'}
        </button>
        <span className="t2 nowrap">
          {formatMany(Math.max(lines, output.rowCount), 'line')}, {formatBytes(bytes)} in this step
        </span>
        <span className="t3 clip wide-only">all kept</span>
        {output.problem && <span className="clip bold">{output.problem}</span>}
        <EraseButton attempt={attempt} title={view.step.title} />
        <CopyButton attempt={attempt} bytes={bytes} />
      </div>
    </>
  )
}

function NoOutput({
  deck,
  attempt,
  view,
  byPeople,
}: {
  deck: Deck
  attempt: AttemptState
  view: StepView
  byPeople: boolean
}) {
  const sentence = attempt.reason ?? attempt.note
  return (
    <>
      {attempt.kind === 'gate' && <GatePane deck={deck} attempt={attempt} />}
      {attempt.kind === 'judge' && <JudgePane deck={deck} attempt={attempt} />}
      {byPeople || attempt.endedAtMs !== undefined ? (
        <StepPreview deck={deck} view={view} hidesCommand />
      ) : (
        <p className="empty">Nothing printed yet. Lines appear here as the command writes them.</p>
      )}
      {sentence && !attempt.gate?.judged && !attempt.judging?.judged && <p className="output-said">{sentence}</p>}
    </>
  )
}

function EraseButton({ attempt, title }: { attempt: AttemptState; title: string }) {
  const setUi = useSetUi()
  const { replay } = useSession()
  if (replay || attempt.endedAtMs === undefined) return null
  const open = () => setUi({ dialog: { kind: 'erase-output', attemptId: attempt.id, title } })
  return (
    <button type="button" className="btn btn-plain end wide-only" onClick={open}>
      Erase a leak…
    </button>
  )
}

function CopyButton({ attempt, bytes }: { attempt: AttemptState; bytes: number }) {
  const { cockpit } = useSession()
  const [said, setSaid] = useState('')
  const copy = async () => {
    const selection = String(window.getSelection() ?? '')
    try {
      const { text, isAll } = selection
        ? { text: selection, isAll: true }
        : await readEnd(cockpit.client, attempt.id, bytes)
      await navigator.clipboard.writeText(text)
      setSaid(isAll ? 'Copied' : 'Copied the last 1 MB')
    } catch (problem) {
      setSaid(`Not copied: ${messageOf(problem)}`)
    }
  }
  return (
    <span className="end output-copy">
      <span className="t2 small" role="status">
        {said}
      </span>
      <button type="button" className="btn btn-plain" onClick={() => void copy()}>
        <Mark name="copy" /> Copy
      </button>
    </span>
  )
}
