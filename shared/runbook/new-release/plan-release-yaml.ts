/** A release.yaml beside a runbook that was written without this program: what the runbook says is taken, the rest is to be filled in. */

import { isGivenVariable } from '../lint/undefined-variables.ts'
import { scriptVariables } from '../lint/variables-used.ts'
import { isShell } from '../markdown/languages.ts'
import type { Runbook } from '../model.ts'

export type PlanRelease = { name: string; version: string; previous?: string }

const MOST_VARIABLES = 40

/** Set nowhere in the runbook, in the order used. */
function unknownVariables({ stages }: Runbook): string[] {
  const found = new Set<string>()
  for (const { steps } of stages) {
    const known = new Set<string>(steps.flatMap(({ inputs }) => inputs))
    for (const step of steps) {
      if (step.kind !== 'command' || !isShell(step.language)) continue
      const { reads, sets } = scriptVariables(step.text)
      for (const name of reads.keys()) if (!known.has(name) && !isGivenVariable(name)) found.add(name)
      for (const name of sets) known.add(name)
    }
  }
  return [...found].slice(0, MOST_VARIABLES)
}

/** Those that stages name, in their order; production when none does. */
export function planEnvironments({ stages }: Runbook): string[] {
  const named = stages.flatMap(({ environment }) => environment ?? [])
  return named.length > 0 ? [...new Set(named)] : ['production']
}

const isLive = (name: string) => /prod|live/i.test(name)

function environmentLines(runbook: Runbook): string[] {
  const variables = unknownVariables(runbook)
  return planEnvironments(runbook).flatMap((name) => {
    const live = isLive(name) ? ['    protected: true'] : []
    const vars = variables.map((each) => `      ${each}: FILL IN`)
    const body = [...live, ...(vars.length > 0 ? ['    vars:', ...vars] : [])]
    return body.length > 0 ? [`  ${JSON.stringify(name)}:`, ...body] : [`  ${JSON.stringify(name)}: {}`]
  })
}

export const planReleaseYaml = (runbook: Runbook, { name, version, previous }: PlanRelease): string =>
  [
    '# Written beside an existing plan. Every line with FILL IN is yours to write; `cockpit check .` says what is missing.',
    'cockpit: 1',
    'release:',
    `  name: ${JSON.stringify(name)}`,
    `  version: ${JSON.stringify(version)}`,
    `  previous: ${JSON.stringify(previous || 'FILL IN')}`,
    '',
    '# FILL IN when it is another: blue-green, canary, rolling.',
    'strategy: big-bang',
    '',
    '# FILL IN: when production may be deployed. Without windows any time is right, and nothing of the plan has a date.',
    '# windows: [{ start: 2026-11-28T22:00:00+01:00, end: 2026-11-29T01:00:00+01:00 }]',
    '',
    '# FILL IN: who decides.',
    '# team:',
    '#   devops-lead: [{ name: Ada Obi }]',
    '',
    'environments:',
    ...environmentLines(runbook),
    '',
  ].join('\n')
