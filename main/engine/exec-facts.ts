/** What `decide` must be told about a typed command: its digest, what confirms it, and why it must not be written down. */

import { type ExecCommand, execStep, findExecPlace } from '../../shared/domain/decide-exec.ts'
import type { Facts } from '../../shared/domain/decision.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import { stepDigest } from '../../shared/runbook/digests.ts'
import type { EnginePorts } from './ports.ts'

const SHOWN = 8

type ExecFacts = Pick<Facts, 'resolvedDigest' | 'stepDigests' | 'problems' | 'confirmation'>

export function execFacts(
  state: ReleaseState,
  command: ExecCommand,
  ports: EnginePorts,
  base?: Record<string, string>,
): ExecFacts | undefined {
  const place = findExecPlace(state, command)
  if ('rejection' in place) return undefined
  const { environment, definition, run } = place
  const step = execStep(state, place, command)
  const inputs = run?.inputs ?? {}
  const resolved = ports.variables.resolve({ definition, folder: state.folder, environment, inputs, base })
  const leaks = Object.entries(resolved.secrets).flatMap(([name, value]) =>
    command.argv.some((word) => word.includes(value))
      ? [`The command contains the value of ${name}: a record keeps it. Use sh -c '… "$${name}" …'.`]
      : [],
  )
  if (leaks.length === 0 && command.argv.some((word) => ports.secrets.isIn(word)))
    leaks.push('The command contains the value of a secret, and a record keeps it: use the secret by its name.')
  const digest = stepDigest(step, ports.sha256)
  const about = JSON.stringify([state.ledgerId, run?.id ?? environment, step.id, digest])
  return {
    // The step's id is used once: so is what confirms it.
    confirmation: ports.sha256(about).slice(0, SHOWN),
    resolvedDigest: ports.sha256(about),
    stepDigests: { [step.id]: digest },
    problems: run ? leaks : [...resolved.problems, ...leaks],
  }
}
