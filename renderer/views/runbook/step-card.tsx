/** A step where it stands in the document: what it is, what it runs, what is to be said about it and what people said. */
import { formatClock } from '../../../shared/documents/words.ts'
import type { Step } from '../../../shared/runbook/model.ts'
import { Chip } from '../../components/chip.tsx'
import { Mark, type MarkName } from '../../components/mark.tsx'
import { CommandText } from './command-text.tsx'
import { FindingBand } from './finding-band.tsx'
import { type PlacedStep, useReviewed } from './review-context.ts'
import { StepComments } from './step-comments.tsx'

export const KIND_MARKS: Record<Step['kind'], MarkName> = {
  command: 'play',
  http: 'play',
  manual: 'person',
  instruction: 'person',
  approval: 'go',
  wait: 'clock',
  gate: 'gate-shut',
  judge: 'gate-shut',
}

const KIND_WORDS: Record<Step['kind'], string> = {
  command: 'command',
  http: 'HTTP check',
  manual: 'manual',
  instruction: 'instruction',
  approval: 'approval',
  wait: 'wait',
  gate: 'gate',
  judge: 'judge',
}

const time = (word: string, ms: number | undefined) => ms !== undefined && `${word} ${formatClock(ms)}`

function chipsOf({ kind, language, attributes }: Step): string[] {
  const { timeoutMs, expectMs, waitMs, undo, approve, owner, runner, parallel, retries, reversible } = attributes
  return [
    kind === 'command' ? (language ?? 'sh') : KIND_WORDS[kind],
    time('timeout', timeoutMs),
    time('expect', expectMs),
    time('wait', waitMs),
    undo && `undo ${undo}`,
    reversible && `reversible ${reversible}`,
    approve && `approve ${approve.join(', ')}`,
    owner && `owner ${owner}`,
    runner && `on ${runner}`,
    parallel && `parallel ${parallel}`,
    retries !== undefined && `retries ${retries}`,
    attributes.when && `when ${attributes.when}`,
  ].filter((each) => typeof each === 'string')
}

function Flags({ step }: { step: Step }) {
  const { attributes, kind } = step
  return (
    <>
      {kind === 'command' && attributes.timeoutMs === undefined && <Chip>no timeout</Chip>}
      {attributes.confirm && <Chip>asks first</Chip>}
      {attributes.interactive && <Chip>interactive</Chip>}
      {attributes.continueOnError && <Chip>goes on when it fails</Chip>}
      {attributes.shell === 'plain' && <Chip>no errexit</Chip>}
    </>
  )
}

export function StepCard({ placed }: { placed: PlacedStep }) {
  const { findingsOf, threadsOf, hintOf, variablesOf, chosen, choose } = useReviewed()
  const { step, label } = placed
  const findings = findingsOf.get(step.id) ?? []
  const text = step.text.trim()
  const hint = hintOf(placed)
  return (
    <article
      id={`review-${step.id}`}
      className={`review-step ${chosen === step.id ? 'is-chosen' : ''}`}
      aria-label={`Step ${label}, ${step.title}`}
    >
      <header className="review-step-head">
        <Mark name={KIND_MARKS[step.kind]} className="t2" />
        <span className="t3">{label}</span>
        <button type="button" className="review-step-title" dir="auto" onClick={() => choose(step.id)}>
          {step.title}
        </button>
        <span className="t3 num small">line {step.position.line}</span>
      </header>
      <div className="review-chips">
        {chipsOf(step).map((chip) => (
          <Chip key={chip} tone="quiet">
            {chip}
          </Chip>
        ))}
        <Flags step={step} />
      </div>
      {hint && (
        <p className="review-hint small">
          <Mark name="clock" className="t2" /> {hint}
        </p>
      )}
      {text && <CommandText text={text} variables={variablesOf(placed)} />}
      {step.attributes.verify && (
        <p className="small t2">
          Its effect is looked for with <code className="mono">{step.attributes.verify}</code>
        </p>
      )}
      {step.expectedOutput && (
        <div>
          <p className="small t3">What the runbook shows as its output</p>
          <pre className="well mono t3 review-expected">{step.expectedOutput}</pre>
        </div>
      )}
      {findings.map((finding) => (
        <FindingBand key={`${finding.line} ${finding.code} ${finding.message}`} finding={finding} />
      ))}
      <StepComments placed={placed} threads={threadsOf.get(step.id) ?? []} />
    </article>
  )
}
