/** A running interactive step: what its terminal shows, and the keyboard for whoever takes it. */
import { type RefObject, useEffect, useRef, useState } from 'react'
import { formatActor, formatBytes } from '../../../shared/documents/words.ts'
import { isOnTerminal } from '../../../shared/domain/refuse-input.ts'
import type { AttemptState, ReleaseState } from '../../../shared/domain/state.ts'
import { schedule } from '../../client/schedule.ts'
import { Mark } from '../../components/mark.tsx'
import { formatTime } from '../../components/time.ts'
import { useCockpit, useSession, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { usePerson } from '../../state/use-person.ts'
import { TerminalSession, type TerminalState } from '../../terminal/terminal-session.ts'
import { OWNS_KEYS } from './focus-terminal.ts'

const TYPING_MS = 10_000

type Props = { deck: Deck; attempt: AttemptState; title: string; onTranscript: () => void }

/** While it can be answered its output is a terminal; before and after that it is lines like any other. */
export const isTerminalShown = (state: ReleaseState, attempt: AttemptState): boolean =>
  attempt.status === 'running' && isOnTerminal(state, attempt)

export function TerminalOutput({ deck, attempt, title, onTranscript }: Props) {
  const screen = useRef<HTMLDivElement>(null)
  const take = useRef<HTMLButtonElement>(null)
  const { session, state } = useTerminal(screen, take, { deck, attempt, title })
  const bytes = useCockpit((each) => each.heads[attempt.id]?.bytes)
  return (
    <>
      <div className={`terminal-bar${state.hasKeyboard ? ' has-keyboard' : ''}`} role="status">
        {state.hasKeyboard ? (
          <>
            <Mark name="play" /> <b className="clip">Your keys go to the command.</b>
            <span className="end nowrap">
              <kbd>Ctrl ]</kbd> gives them back
            </span>
          </>
        ) : (
          <>
            <span className="clip">Interactive: click into it to type. On record: who types, and what is echoed.</span>
            <button ref={take} type="button" className="btn end" onClick={() => session.current?.focus()}>
              Answer <kbd>A</kbd>
            </button>
          </>
        )}
      </div>
      {state.problem && (
        <p className="terminal-problem" role="alert">
          {state.problem}
        </p>
      )}
      <div className="step-terminal" {...{ [OWNS_KEYS]: '' }}>
        <div ref={screen} className="step-terminal-screen" />
      </div>
      <div className="output-foot">
        <Typists deck={deck} attempt={attempt} />
        <span className="t3 nowrap end">{bytes === undefined ? '' : `${formatBytes(bytes)}, all kept`}</span>
        <button type="button" className="btn btn-plain" onClick={onTranscript}>
          As lines
        </button>
      </div>
    </>
  )
}

function useTerminal(
  screen: RefObject<HTMLDivElement | null>,
  take: RefObject<HTMLButtonElement | null>,
  { deck, attempt, title }: Omit<Props, 'onTranscript'>,
) {
  const { cockpit } = useSession()
  const person = usePerson()
  const theme = useUi((ui) => ui.theme)
  const head = useCockpit((each) => each.heads[attempt.id]?.bytes)
  const connection = useCockpit((each) => each.connection.state)
  const [state, setState] = useState<TerminalState>({ hasKeyboard: false })
  const session = useRef<TerminalSession>(undefined)
  const latest = useRef({ person, attempt })
  latest.current = { person, attempt }
  const { release } = deck.state

  useEffect(() => {
    const opened = new TerminalSession(screen.current!, {
      client: cockpit.client,
      schedule,
      release,
      attempt: attempt.id,
      label: `Terminal of “${title}”. Keys go to the command; Control and closing bracket give them back.`,
      as: () => latest.current.person(),
      mayResize: () => latest.current.attempt.typists === undefined,
      onState: setState,
      onLeave: () => (document.activeElement as HTMLElement | null)?.blur(),
    })
    session.current = opened
    return () => {
      session.current = undefined
      opened.close()
    }
  }, [cockpit, release, attempt.id, title, screen])
  useEffect(() => {
    if (head !== undefined) session.current?.setHead(head)
  }, [head])
  useEffect(() => {
    if (connection === 'connected') session.current?.resume()
  }, [connection])
  useLook(session, theme)
  useReturnFocus(take, state.hasKeyboard)
  return { session, state }
}

/** Colours follow the theme; type follows the size of the room. */
function useLook(session: RefObject<TerminalSession | undefined>, theme: string) {
  useEffect(() => {
    void theme
    const restyle = () => session.current?.restyle()
    // The theme is set on the page by an effect of the window, which comes after this one.
    const frame = requestAnimationFrame(restyle)
    const large = matchMedia('(min-width: 1600px)')
    large.addEventListener('change', restyle)
    return () => {
      cancelAnimationFrame(frame)
      large.removeEventListener('change', restyle)
    }
  }, [session, theme])
}

/** When the keyboard was given back by key, the next Tab goes on from here. */
function useReturnFocus(take: RefObject<HTMLButtonElement | null>, hasKeyboard: boolean) {
  const had = useRef(false)
  useEffect(() => {
    if (had.current && !hasKeyboard && document.activeElement === document.body) take.current?.focus()
    had.current = hasKeyboard
  }, [take, hasKeyboard])
}

/** Who types: somebody else has to be seen before two people answer one question. */
function Typists({ deck, attempt }: { deck: Deck; attempt: AttemptState }) {
  const person = usePerson()
  const last = attempt.typists?.at(-1)
  if (!last) return <span className="t3 clip">Nobody has typed into it</span>
  const isOther = last.by.kind === 'person' && last.by.name !== person().name
  const at = formatTime(last.atMs, deck.offsetMinutes)
  if (isOther && deck.nowMs - last.atMs < TYPING_MS)
    return (
      <b className="typist clip" role="status">
        <Mark name="person" /> {formatActor(last.by)} is typing, {at}
      </b>
    )
  return (
    <span className="t2 clip">
      Typed last: {isOther ? formatActor(last.by) : 'you'}, {at}
    </span>
  )
}
