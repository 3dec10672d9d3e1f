import { overSsh } from '../../../shared/documents/connection-words.ts'
import { formatClock } from '../../../shared/documents/words.ts'
import type { StepView } from '../../../shared/domain/select-steps.ts'
import { hostOf } from '../../../shared/runbook/runner.ts'
import { placeOf } from '../../components/place.ts'
import { reachable } from '../../components/reachable.ts'
import type { Deck } from '../../state/use-deck.ts'

/** A step that has not printed anything: what the runbook says about it, and what will be executed. */
export function StepPreview({
  deck,
  view,
  hidesCommand,
}: {
  deck: Deck
  view: StepView | undefined
  hidesCommand?: boolean
}) {
  if (!view)
    return (
      <p className="empty">
        {deck.run
          ? 'Choose a step at the left to read its output.'
          : 'Start a run: what each command prints streams here, every byte of it kept in the ledger.'}
      </p>
    )
  const { step } = view
  const host = hostOf(deck.definition, deck.environment.name, step)
  const { timeoutMs, expectMs, cwd, undo, verify, gate, judge } = step.attributes
  const facts: [string, string | undefined][] = [
    ['Planned', expectMs === undefined ? undefined : formatClock(expectMs)],
    [
      'Holds until',
      gate && `${gate.metrics.join(', ')} met their targets${gate.forMs > 0 ? ` for ${formatClock(gate.forMs)}` : ''}`,
    ],
    [
      'Judged by',
      judge &&
        `${Object.keys(judge.config.metrics).join(', ')} after ${formatClock(judge.forMs)}, ${judge.config['min-samples']} samples needed`,
    ],
    ['Timeout', timeoutMs === undefined ? undefined : formatClock(timeoutMs)],
    ['Runs on', host && overSsh(host)],
    ['Directory', cwd],
    ['Undone by', undo],
    ['Verified by', verify],
    ['Source', placeOf(step.position)],
  ]
  return (
    <div className="step-preview" {...reachable}>
      {step.prose && <p className="prose">{step.prose}</p>}
      {!hidesCommand && step.text.trim() !== '' && <pre className="well mono">{step.text.trim()}</pre>}
      <dl className="facts">
        {facts.flatMap(([name, value]) =>
          value
            ? [
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>,
              ]
            : [],
        )}
      </dl>
    </div>
  )
}
