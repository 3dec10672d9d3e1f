import type { Step } from '../../../shared/runbook/model.ts'

const COMMAND_LINES = 3

/** What the step runs, its first lines. */
export function CommandStrip({ step }: { step: Step }) {
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
