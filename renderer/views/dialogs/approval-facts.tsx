import { describeTarget, describeValue } from '../../../shared/analysis/describe.ts'
import { judgeTarget } from '../../../shared/analysis/judge-target.ts'
import { formatClock, formatDigest, formatMany } from '../../../shared/documents/words.ts'
import type { selectStep } from '../../../shared/domain/steps.ts'
import { placeOf } from '../../components/place.ts'
import { lastTime } from '../../components/rollback-plan-list.tsx'
import { formatTime } from '../../components/time.ts'
import { VERDICT_WORDS } from '../../components/verdict.ts'
import { useCockpit } from '../../state/context.tsx'
import { type Deck, selectClocks } from '../../state/use-deck.ts'

const inFours = (digest: string) => digest.slice(0, 32).replace(/(.{4})/g, '$1 ')

type Approved = { deck: Deck; run: NonNullable<Deck['run']>; step: NonNullable<ReturnType<typeof selectStep>> }

export function WhatIsApproved({ deck, run, step }: Approved) {
  const clocks = selectClocks(deck)
  const text = step.http ? `${step.http.method} ${step.http.url}` : step.text.trim()
  const { timeoutMs, expectMs } = step.attributes
  const plan = deck.rollback
  return (
    <div>
      <h3 className="label">You approve exactly this</h3>
      <pre className="well mono is-wrapped">{text || step.prose || step.title}</pre>
      <dl className="facts-table">
        <dt>Runs on</dt>
        <dd>
          this machine in {run.environment}
          {timeoutMs === undefined ? ', no timeout' : `, timeout ${formatClock(timeoutMs)}`}
          {expectMs === undefined ? '' : `, planned ${formatClock(expectMs)}`}
        </dd>
        <dt>Digest</dt>
        <dd className="mono">
          <b>{formatDigest(run.resolvedDigest)}</b> {inFours(run.resolvedDigest).slice(10)}
        </dd>
        <dt>Runbook</dt>
        <dd>
          {placeOf(step.position)}
          {deck.state.commit ? (
            <>
              , commit <span className="mono">{formatDigest(deck.state.commit)}</span>
            </>
          ) : (
            ', not in git'
          )}
        </dd>
      </dl>
      <h3 className="label">If it goes wrong</h3>
      <dl className="facts-table">
        <dt>Rollback</dt>
        <dd>
          {plan ? (
            <>
              {formatMany(plan.steps.length, 'step')},{' '}
              {plan.lastMs ? (
                <>
                  <b>{formatClock(plan.lastMs.durationMs)}</b> in the {lastTime(plan, deck.offsetMinutes)}
                </>
              ) : (
                'never measured'
              )}
            </>
          ) : (
            'none in the runbook'
          )}
        </dd>
        <dt>No return</dt>
        <dd>
          {clocks.noReturnLeftMs === undefined ? (
            'not known'
          ) : (
            <>
              in <b className="clock-running">{formatClock(clocks.noReturnLeftMs)}</b>, at{' '}
              {formatTime(clocks.noReturnAtMs!, deck.offsetMinutes)}
            </>
          )}
        </dd>
        <dt>Reversible</dt>
        <dd>
          {step.attributes.undo
            ? `undone by ${step.attributes.undo}`
            : step.attributes.reversible === 'no'
              ? 'no, it stays'
              : 'no undo is named for it'}
        </dd>
      </dl>
    </div>
  )
}

export function GateSays({ deck }: { deck: Deck }) {
  const series = useCockpit((state) => state.series)
  const metrics = deck.definition.metrics.filter(
    (metric) => metric.source.kind !== 'ledger' && metric.source.kind !== 'not-yet',
  )
  return (
    <>
      <h3 className="label">What the metrics say now</h3>
      {metrics.length === 0 && <p className="t2">This release measures nothing.</p>}
      <ul className="rows gate-rows">
        {metrics.map((metric) => {
          const verdict = judgeTarget(metric, series[`${deck.environment.name}/${metric.name}`] ?? [], deck.nowMs)
          return (
            <li key={metric.name}>
              <div>
                <div>{metric.title}</div>
                <div className="small t2">target {describeTarget(metric.target, metric.unit) || 'none'}</div>
              </div>
              <div className="num">
                <div className={`gate-value ${verdict.status === 'breach' ? 'red' : ''}`}>
                  {verdict.value === null
                    ? 'no data'
                    : describeValue(Number(verdict.value.toPrecision(4)), metric.unit)}
                </div>
                <div className="small t2">
                  {verdict.count} {verdict.count === 1 ? 'sample' : 'samples'},{' '}
                  {VERDICT_WORDS[verdict.status].toLowerCase()}
                </div>
              </div>
            </li>
          )
        })}
      </ul>
    </>
  )
}
