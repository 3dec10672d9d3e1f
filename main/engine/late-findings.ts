/** What a source gives afterwards of a time that nobody watched (docs/validation.md, V6). */
import { type BreachState, CLEAR, stepBreach } from '../../shared/analysis/breach.ts'
import { judgeTarget } from '../../shared/analysis/judge-target.ts'
import { hasTarget } from '../../shared/analysis/target.ts'
import { targetRule } from '../../shared/analysis/target-rule.ts'
import type { Sample } from '../../shared/contract/results.ts'
import type { PayloadOf } from '../../shared/events/index.ts'
import type { Metric } from '../../shared/runbook/model.ts'

type Finding = Pick<PayloadOf<'finding.late'>, 'fromMs' | 'toMs' | 'value' | 'rule'>

/** Stretches off target from `fromMs` on, each with the value furthest off. `samples` ascend. Without `fromMs` nothing is validated. */
export function lateFindings(metric: Metric, samples: readonly Sample[], fromMs: number | undefined): Finding[] {
  const { target, minVolume, dryRun } = metric
  if (fromMs === undefined || dryRun || !hasTarget(target)) return []
  const rule = targetRule(metric)
  const isWorse = (value: number, than: number) => (target.below === undefined ? value < than : value > than)
  const found: Finding[] = []
  let state: BreachState = CLEAR
  for (const sample of samples) {
    const [atMs, value, count] = sample
    if (atMs < fromMs || value === null || count < minVolume) continue
    const { state: after, changed } = stepBreach(state, sample, rule)
    state = after
    if (changed === 'breached') found.push({ fromMs: atMs, toMs: atMs, value, rule: '' })
    const last = found.at(-1)
    if (!last || state.phase !== 'breached' || !rule.isBad(value)) continue
    found[found.length - 1] = { ...last, toMs: atMs, value: isWorse(value, last.value) ? value : last.value }
  }
  return found.map((each) => ({
    ...each,
    rule: judgeTarget(metric, [[each.toMs, each.value, minVolume]], each.toMs).rule,
  }))
}
