/** Below the lines of an attempt: how much it is, and what can be done with it. */
import { type ReactNode, useState } from 'react'
import { formatBytes, formatMany } from '../../../shared/documents/words.ts'
import type { AttemptState } from '../../../shared/domain/state.ts'
import { Mark } from '../../components/mark.tsx'
import type { OutputWindow } from '../../output/output-window.ts'
import { readEnd } from '../../output/read-all.ts'
import { useSession, useSetUi } from '../../state/context.tsx'
import { messageOf } from '../../state/message-of.ts'

type Props = {
  attempt: AttemptState
  title: string
  output: OutputWindow
  /** What comes first. */
  children: ReactNode
}

export function OutputFoot({ attempt, title, output, children }: Props) {
  const { bytes, lines } = output.head
  return (
    <div className="output-foot">
      {children}
      <span className="t2 nowrap">
        {formatMany(Math.max(lines, output.rowCount), 'line')}, {formatBytes(bytes)} in this step
      </span>
      <span className="t3 clip wide-only">all kept</span>
      {output.problem && <span className="clip bold">{output.problem}</span>}
      <EraseButton attempt={attempt} title={title} />
      <CopyButton attempt={attempt} bytes={bytes} />
    </div>
  )
}

type FollowProps = { isFollowing: boolean; onFollowing: (isFollowing: boolean) => void }

export function FollowButton({ isFollowing, onFollowing }: FollowProps) {
  return (
    <button
      type="button"
      className={`btn btn-plain ${isFollowing ? 'accent' : ''}`}
      aria-pressed={isFollowing}
      onClick={() => onFollowing(!isFollowing)}
    >
      <Mark name={isFollowing ? 'down' : 'right'} /> {isFollowing ? 'Following' : 'Follow'}
    </button>
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
