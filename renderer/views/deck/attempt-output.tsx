import { type RefObject, useCallback, useEffect, useState } from 'react'
import type { StepView } from '../../../shared/domain/select-steps.ts'
import type { AttemptState } from '../../../shared/domain/state.ts'
import { OutputView } from '../../components/output-view.tsx'
import { useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { FindBar, type Found } from './find-bar.tsx'
import { NoOutput } from './no-output.tsx'
import { FollowButton, OutputFoot } from './output-foot.tsx'
import { useOutput } from './use-output.ts'

const lineHeight = () =>
  Number.parseInt(getComputedStyle(document.documentElement).getPropertyValue('--lh-mono'), 10) || 18

type Props = {
  deck: Deck
  attempt: AttemptState
  view: StepView
  /** The find bar, while it is open. */
  find: { field: RefObject<HTMLInputElement | null>; onClose: () => void } | undefined
}

/** The lines of one attempt, followed unless somebody reads further up. */
export function AttemptOutput({ deck, attempt, view, find }: Props) {
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
  const { bytes } = output.head
  if (bytes === 0) return <NoOutput deck={deck} attempt={attempt} view={view} />
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
      <OutputFoot attempt={attempt} title={view.step.title} output={output}>
        <FollowButton isFollowing={isFollowing} onFollowing={setFollowing} />
      </OutputFoot>
    </>
  )
}
