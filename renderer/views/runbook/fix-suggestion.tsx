/** What would mend a finding: to be copied, or chosen for a patch or `steps:`. The runbook itself is never written. */
import { useState } from 'react'
import type { Finding, Fix } from '../../../shared/runbook/model.ts'

const attributeText = (set: Record<string, string>) =>
  Object.entries(set)
    .map(([key, value]) => (/^[\w.:/-]+$/.test(value) ? `${key}=${value}` : `${key}="${value.replaceAll('"', '\\"')}"`))
    .join(' ')

/** As it would stand in the runbook. */
export const fixText = ({ attributes = [], edits = [] }: Fix): string =>
  [
    ...attributes.map(({ step, set }) =>
      attributes.length > 1 ? `${step}: ${attributeText(set)}` : attributeText(set),
    ),
    ...edits.map(({ becomes }) => becomes),
  ].join('\n')

export function FixSuggestion({ finding: { fix } }: { finding: Finding }) {
  const [said, setSaid] = useState('')
  if (!fix) return null
  const text = fixText(fix)
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setSaid('Copied.'),
      () => setSaid('The clipboard may not be written: select the text instead.'),
    )
  return (
    <div className="review-fix small">
      <span className="t2">{fix.title}</span>
      {text && <code className="mono review-fix-text">{text}</code>}
      {text && (
        <button type="button" className="btn btn-plain" onClick={() => void copy()}>
          Copy
        </button>
      )}
      <span role="status" className="t3">
        {said}
      </span>
    </div>
  )
}
