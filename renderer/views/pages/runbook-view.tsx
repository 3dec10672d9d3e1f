/** The offline review: the steps as parsed, with their place, and everything the parser has to say. */

import { useState } from 'react'
import { formatClock } from '../../../shared/documents/words.ts'
import type { Finding, Stage, Step } from '../../../shared/runbook/model.ts'
import { Chip } from '../../components/chip.tsx'
import { FindingList } from '../../components/finding-list.tsx'
import { Mark, type MarkName } from '../../components/mark.tsx'
import { fileNameOf } from '../../components/place.ts'
import { reachable } from '../../components/reachable.ts'
import { useCockpit } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { RehearseButton } from '../rehearsal/rehearse-button.tsx'

const KINDS: Record<Step['kind'], MarkName> = {
  command: 'play',
  http: 'play',
  manual: 'person',
  instruction: 'person',
  approval: 'go',
  wait: 'clock',
  gate: 'gate-shut',
  judge: 'gate-shut',
}

export function RunbookView({ deck }: { deck: Deck }) {
  const definition = deck.state.definition!
  const { runbook } = definition
  const [chosen, setChosen] = useState<string>()
  const opened = useCockpit((state) => state.opened)
  const findings: Finding[] = [
    ...(opened?.isOpen ? opened.findings : []),
    ...definition.notYetActedOn.filter((each) => !opened?.findings.some((other) => other.message === each.message)),
  ]
  const jump = (id: string) => {
    setChosen(id)
    document.getElementById(`step-${id}`)?.scrollIntoView({ block: 'start' })
  }
  const count = runbook.stages.reduce((sum, stage) => sum + stage.steps.length, 0)
  return (
    <main className="review">
      <nav className="review-outline" aria-label="Outline">
        <div className="panel-head">
          <h2>Outline</h2>
          <span className="end t2">{count} steps</span>
          <RehearseButton />
        </div>
        <div className="scroll" {...reachable}>
          {runbook.stages.map((stage) => (
            <div key={stage.id}>
              <div className="group-head is-static">
                <b className="clip">{stage.title}</b>
                <span className="t2">{stage.kind === 'rollback' ? 'rollback' : `pace ${stage.pace}`}</span>
              </div>
              {stage.steps.map((step, index) => (
                <button
                  key={step.id}
                  type="button"
                  className="outline-step"
                  aria-current={chosen === step.id}
                  onClick={() => jump(step.id)}
                >
                  <span className="t3 num">{index + 1}</span>
                  <span className="clip">{step.title}</span>
                  <span className="t3">
                    {step.attributes.expectMs === undefined ? '' : formatClock(step.attributes.expectMs)}
                  </span>
                </button>
              ))}
            </div>
          ))}
        </div>
      </nav>
      <section className="review-page" aria-label="Runbook">
        <div className="panel-head">
          <h2 className="clip">{runbook.title ?? 'Runbook'}</h2>
          <span className="t2">{fileNameOf(runbook.file)}</span>
          <span className="end t2 clip">
            {deck.state.commit ? `commit ${deck.state.commit.slice(0, 8)}` : 'not in git'}
          </span>
        </div>
        <div className="scroll" {...reachable}>
          {runbook.stages.map((stage) => (
            <StagePage key={stage.id} stage={stage} chosen={chosen} />
          ))}
          {runbook.notSteps.length > 0 && <h2 className="review-stage">Not executed</h2>}
          {runbook.notSteps.map((each) => (
            <div key={`${each.position.line}`} className="review-step">
              <span className="t3 num">{each.position.line}</span>
              <div className="grow">
                <p className="t2">{each.reason}</p>
                {each.text.trim() && <pre className="well mono t3">{each.text.trim()}</pre>}
              </div>
            </div>
          ))}
        </div>
      </section>
      <section className="review-findings" aria-label="Findings">
        <div className="panel-head">
          <h2>Findings</h2>
          <span className="end t2">{findings.length === 0 ? 'none' : findings.length}</span>
        </div>
        <div className="scroll" {...reachable}>
          {findings.length === 0 ? (
            <p className="empty">
              Nothing to say about these files: every key is known, every variable is defined. `cockpit check` in the
              folder says the same.
            </p>
          ) : (
            <FindingList findings={findings} />
          )}
        </div>
      </section>
    </main>
  )
}

function StagePage({ stage, chosen }: { stage: Stage; chosen: string | undefined }) {
  return (
    <>
      <h2 className="review-stage">
        <span className="t3 num">{stage.position.line}</span> {stage.title}
      </h2>
      {stage.steps.map((step, index) => (
        <StepPage key={step.id} step={step} number={index + 1} isChosen={chosen === step.id} />
      ))}
    </>
  )
}

const chipsOf = ({ attributes }: Step): string[] =>
  [
    attributes.timeoutMs !== undefined && `timeout ${formatClock(attributes.timeoutMs)}`,
    attributes.expectMs !== undefined && `expect ${formatClock(attributes.expectMs)}`,
    attributes.undo && `undo ${attributes.undo}`,
    attributes.approve && `approve ${attributes.approve.join(', ')}`,
  ].filter((each) => typeof each === 'string')

function StepPage({ step, number, isChosen }: { step: Step; number: number; isChosen: boolean }) {
  return (
    <div id={`step-${step.id}`} className={`review-step ${isChosen ? 'is-chosen' : ''}`}>
      <span className="t3 num">{step.position.line}</span>
      <div className="grow">
        <div className="review-step-head">
          <Mark name={KINDS[step.kind]} className="t2" />
          <span className="t3">{number}</span>
          <b className="clip">{step.title}</b>
          <span className="end review-chips">
            {chipsOf(step).map((chip) => (
              <Chip key={chip} tone="quiet">
                {chip}
              </Chip>
            ))}
            {step.kind === 'command' && step.attributes.timeoutMs === undefined && <Chip>no timeout</Chip>}
          </span>
        </div>
        {step.prose && <p className="prose t2">{step.prose}</p>}
        {step.text.trim() && <pre className="well mono">{step.text.trim()}</pre>}
      </div>
    </div>
  )
}
