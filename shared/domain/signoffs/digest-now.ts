import type { Digest, StageId } from '../../ids.ts'
import type { ReleaseState } from '../state.ts'
import { selectOpenRuns } from '../steps.ts'

type Now = { digest: Digest; inputs: Record<string, string> }

/** What an approval of a stage must bind now: what an open run of it is pinned to, else what the folder would run. */
export function selectDigestNow(
  state: ReleaseState,
  environment: string,
  stage: StageId,
  { previewDigest, inputs }: { previewDigest: Digest; inputs: Record<string, string> },
): Now {
  const run = selectOpenRuns(state, environment).findLast((each) => each.stageIds.includes(stage))
  return run ? { digest: run.resolvedDigest, inputs: run.inputs } : { digest: previewDigest, inputs }
}
