import { useEffect, useMemo, useState } from 'react'
import type { AttemptState } from '../../../shared/domain/state.ts'
import { OutputWindow } from '../../output/output-window.ts'
import { useCockpit, useSession } from '../../state/context.tsx'

/** One window per attempt; new heads come by push, lines by pull. */
export function useOutput(attempt: AttemptState) {
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
