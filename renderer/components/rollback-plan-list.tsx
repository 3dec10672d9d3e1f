import { formatClock, formatDigest } from '../../shared/documents/words.ts'
import type { RollbackPlan } from '../../shared/domain/rollback-plan.ts'
import { ROLLBACK_TARGET_MS } from '../../shared/domain/scorecard-targets.ts'
import { Mark } from './mark.tsx'
import { formatDay } from './time.ts'

type Props = {
  plan: RollbackPlan
  environment: string
  digest?: string
  offsetMinutes: number
  /** What going back means now, in the terms of the strategy. */
  meaning?: string
  /** What runs now, and whether it is stopped first. */
  running: { title: string; wish: 'wait' | 'cancel' | 'ask' }[]
  /** Seconds the window still has after the rollback, when there is a window. */
  spareMs?: number
}

export const lastTime = (plan: RollbackPlan, offsetMinutes: number): string =>
  plan.lastMs
    ? `${plan.lastMs.drill ? 'drill' : 'rollback'} in ${plan.lastMs.environment}, ${formatDay(plan.lastMs.atMs, offsetMinutes)}`
    : 'never measured'

const WISHES = {
  cancel: 'is stopped first: TERM to its group, KILL after 10 s.',
  wait: 'is let end first, as the runbook says; it can be stopped.',
  ask: 'still runs: the rollback waits for it until you cancel it.',
}

const firstLine = (text: string) => text.trim().split('\n')[0] ?? ''

/** What a rollback will run, in this order, where it leads, and what it leaves. */
export function RollbackPlanList({ plan, environment, digest, offsetMinutes, meaning, running, spareMs }: Props) {
  const tookMs = plan.lastMs?.durationMs ?? plan.plannedMs
  const titles = new Map(
    plan.definition.runbook.stages.flatMap((stage) => stage.steps).map((step) => [step.id, step.title]),
  )
  return (
    <div className="plan-list">
      <div className="plan-list-head">
        <div>
          <h2>What will run, in this order</h2>
          <p className="small t2">
            {environment}
            {digest && (
              <>
                , run <span className="mono">{formatDigest(digest)}</span>
              </>
            )}
            , {lastTime(plan, offsetMinutes)}
          </p>
          {meaning && <p className="plan-list-meaning">{meaning}</p>}
        </div>
        <div className="num">
          <div className="plan-list-took">{tookMs > 0 ? formatClock(tookMs) : 'not known'}</div>
          <div className="small t2">
            {plan.lastMs ? 'last time' : 'planned'}, target &lt; {formatClock(ROLLBACK_TARGET_MS)}
          </div>
        </div>
      </div>
      <ol className="rows plan-list-steps">
        {plan.steps.map(({ step, undoes, plannedMs }, index) => (
          <li key={step.id}>
            <span className="t3">R{index + 1}</span>
            <div className="clip">
              <div className="bold clip">{step.title}</div>
              <div className="mono t2 clip">
                {firstLine(step.http ? `${step.http.method} ${step.http.url}` : step.text) || step.kind}
              </div>
              {undoes && <div className="small t3 clip">undoes {titles.get(undoes) ?? undoes}</div>}
            </div>
            <span className="num">{plannedMs === undefined ? '' : formatClock(plannedMs)}</span>
          </li>
        ))}
      </ol>
      <div className="plan-list-after">
        <div>
          <h3 className="label">After it</h3>
          <p>
            {plan.toVersion
              ? `${plan.toVersion} must answer as the live version.`
              : 'The previous version is not named in release.yaml.'}
          </p>
          {plan.services && <p>Only {plan.services.join(', ')}. The others stay as they are.</p>}
          {plan.until && !plan.until.isOver && <p>{plan.until.sentence}</p>}
          {spareMs !== undefined && (
            <p>
              {spareMs >= 0
                ? `${formatClock(spareMs)} before the window ends.`
                : `${formatClock(-spareMs)} after the window ended.`}
            </p>
          )}
        </div>
        <div>
          <h3 className="label">Not undone</h3>
          {plan.keeps.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          {plan.leftOut.map((each) => (
            <p key={each.stepId}>
              {titles.get(each.stepId) ?? each.stepId} is left out. {each.reason}
            </p>
          ))}
          {plan.keeps.length + plan.leftOut.length === 0 && <p className="t2">Nothing is kept or left out.</p>}
        </div>
      </div>
      {plan.deviations.map((sentence) => (
        <p key={sentence} className="plan-list-foot">
          <Mark name="warning-line" /> {sentence}
        </p>
      ))}
      {running.map(({ title, wish }) => (
        <p key={title} className="plan-list-foot t2">
          <Mark name="play" className="accent" /> {title} {WISHES[wish]}
        </p>
      ))}
    </div>
  )
}
