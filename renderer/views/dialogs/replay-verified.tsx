import type { Results } from '../../../shared/contract/results.ts'
import { useSetUi } from '../../state/context.tsx'
import type { VerifySource } from '../../state/use-verify.ts'

/** From a bundle that verified to its replay. */
export function ReplayVerified({
  result,
  source,
}: {
  result: Results['verify.file'] | undefined
  source: VerifySource
}) {
  const setUi = useSetUi()
  if (result?.kind !== 'bundle' || !result.verdict.startsWith('VALID')) return null
  return (
    <button type="button" className="btn" onClick={() => setUi({ dialog: { kind: 'replay-bundle', source } })}>
      Replay it…
    </button>
  )
}
