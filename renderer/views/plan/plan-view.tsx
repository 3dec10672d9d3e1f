/** The weeks around the evening: the steps of the process, what blocks production, who says what, and by when. */
import { countWords, processLine, roleTitles } from '../../../shared/documents/process-words.ts'
import {
  type ProcessStepView,
  type ProcessView,
  projectProcess,
} from '../../../shared/domain/process/project-process.ts'
import { reachable } from '../../components/reachable.ts'
import { useSetUi, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { ClosurePanel } from '../closure/closure-panel.tsx'
import { Communication } from '../notices/communication.tsx'
import { Coverage } from '../validation/coverage.tsx'
import { Feedback } from '../validation/feedback.tsx'
import { IssueLog } from '../validation/issue-log.tsx'
import { Approvals } from './approvals.tsx'
import { Blockers } from './blockers.tsx'
import { ItemList } from './item-row.tsx'
import { Schedule } from './plan-schedule.tsx'
import { Readiness } from './readiness.tsx'
import { StepPath } from './step-path.tsx'
import { SubjectApprovals } from './subject-approvals.tsx'
import { WayBack } from './way-back.tsx'

export function PlanView({ deck }: { deck: Deck }) {
  const view = projectProcess(deck.state, deck.nowMs)
  return view ? <Process deck={deck} view={view} /> : <WithoutProcess deck={deck} />
}

/** A release recorded by a version that knew no process: what the ledger knows all the same. */
function WithoutProcess({ deck }: { deck: Deck }) {
  return (
    <main className="plan">
      <div className="plan-columns">
        <Readiness deck={deck} />
        <section aria-label="Schedule" {...reachable}>
          <Schedule deck={deck} />
        </section>
        <section aria-label="Approvals" {...reachable}>
          <Approvals deck={deck} />
        </section>
      </div>
    </main>
  )
}

const current = ({ steps }: ProcessView): string =>
  (steps.find(({ status }) => status !== 'done' && status !== 'blocked') ?? steps[0]!).step.id

function Process({ deck, view }: { deck: Deck; view: ProcessView }) {
  const chosen = useUi((ui) => ui.planStep)
  const setUi = useSetUi()
  const { offsetMinutes } = deck
  const shown = view.steps.find(({ step }) => step.id === (chosen ?? current(view))) ?? view.steps[0]!
  return (
    <main className="plan">
      <p className="sr-only">{processLine(view)}</p>
      <StepPath
        view={view}
        selected={shown.step.id}
        onSelect={(planStep) => setUi({ planStep })}
        offsetMinutes={offsetMinutes}
      />
      <Blockers deck={deck} />
      <div className="plan-columns" role="tabpanel" aria-label={shown.step.longTitle}>
        <StepColumn view={view} shown={shown} offsetMinutes={offsetMinutes} />
        <section aria-label="Beside it" {...reachable}>
          <Beside deck={deck} view={view} shown={shown} />
        </section>
        <section aria-label="Approvals and gates">
          <SubjectApprovals
            deck={deck}
            about={{ kind: 'process-step', subjectId: shown.step.id }}
            title="Who approves this step"
          />
          {shown.step.due.anchor === 'window-start' && (
            <>
              <SubjectApprovals deck={deck} about={{ kind: 'schedule' }} title="Who approves the schedule" />
              <SubjectApprovals deck={deck} about={{ kind: 'plan' }} title="Who approves the plan" />
              <SubjectApprovals deck={deck} about={{ kind: 'review' }} title="Who has reviewed the runbook" />
            </>
          )}
          <ItemList
            title="Gates to leave this phase"
            end={`${countWords(view.gates)}, entry criteria ${countWords(view.entry)}`}
            process={view.process}
            items={view.gates}
            offsetMinutes={offsetMinutes}
          />
          <Approvals deck={deck} />
          <WayBack deck={deck} />
        </section>
      </div>
    </main>
  )
}

type StepProps = { view: ProcessView; shown: ProcessStepView; offsetMinutes: number }

function StepColumn({ view: { process }, shown, offsetMinutes }: StepProps) {
  const { step, tasks, deliverables, waitsFor } = shown
  return (
    <section aria-label={step.longTitle}>
      <ItemList
        title="Tasks"
        end={`${step.longTitle}, ${countWords(tasks)}`}
        process={process}
        items={tasks}
        offsetMinutes={offsetMinutes}
        empty="This step has no tasks."
      />
      <p className="plan-note small t2">
        {roleTitles(process, step.owner)}
        {step.participants.length > 0 && `, with ${roleTitles(process, step.participants)}`}
        {step.standby.length > 0 && `; ${roleTitles(process, step.standby)} on standby`}
        {waitsFor.length > 0 && `. After ${waitsFor.join(', ')}`}.
      </p>
      <ItemList
        title="Deliverables"
        end={countWords(deliverables)}
        process={process}
        items={deliverables}
        offsetMinutes={offsetMinutes}
        empty="This step delivers nothing."
      />
    </section>
  )
}

/** The list that belongs to a step, or else what is told and the schedule with the runs. */
function Beside({ deck, view, shown }: { deck: Deck; view: ProcessView; shown: ProcessStepView }) {
  const { process, entry, checklist, steps } = view
  const { offsetMinutes } = deck
  if (shown.step.id === steps[0]!.step.id)
    return (
      <>
        <Communication deck={deck} />
        <ItemList
          title="Entry criteria"
          end={`${countWords(entry)}, before anything begins`}
          process={process}
          items={entry}
          offsetMinutes={offsetMinutes}
          empty="The process names none."
        />
      </>
    )
  if (shown.step.id === 'checklist')
    return (
      <ItemList
        title="Pre-deployment checklist"
        end={`${countWords(checklist)}, every item with its evidence`}
        process={process}
        items={checklist}
        offsetMinutes={offsetMinutes}
        empty="The process names none."
      />
    )
  if (shown.step.id === 'staging')
    return (
      <>
        <IssueLog deck={deck} />
        <Schedule deck={deck} />
      </>
    )
  if (shown.step.id === 'validation')
    return (
      <>
        <Coverage deck={deck} />
        <IssueLog deck={deck} />
        <Feedback deck={deck} />
      </>
    )
  if (shown.step.id === 'closure') return <ClosurePanel deck={deck} />
  return (
    <>
      <Communication deck={deck} />
      <Schedule deck={deck} />
    </>
  )
}
