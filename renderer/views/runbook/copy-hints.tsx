/** Measured times as `steps:`, for who keeps release.yaml: the files of the release are never written. */
import { useState } from 'react'
import { messageOf } from '../../state/message-of.ts'
import type { Hints } from './use-hints.ts'

export function CopyHints({ hints: { count, yaml } }: { hints: Hints }) {
  const [said, setSaid] = useState<{ of: string; words: string }>()
  if (count === 0) return null
  const copy = () =>
    navigator.clipboard.writeText(yaml).then(
      () => setSaid({ of: yaml, words: 'Copied: paste it into release.yaml.' }),
      (failure: unknown) => setSaid({ of: yaml, words: `Cannot be copied: ${messageOf(failure)}` }),
    )
  return (
    <span className="review-hints">
      <span className="t2 clip" role="status">
        {said?.of === yaml
          ? said.words
          : `${count} ${count === 1 ? 'step took' : 'steps took'} another time than expected in earlier runs`}
      </span>
      <button type="button" className="btn" title={yaml} onClick={() => void copy()}>
        Copy as steps:
      </button>
    </span>
  )
}
