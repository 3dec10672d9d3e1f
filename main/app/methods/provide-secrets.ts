/** Secrets a person gives to a run that was taken up without them. They are held in memory; the record has their names. */
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { Results } from '../../../shared/contract/results.ts'
import { secretProblem } from '../../../shared/output/secret-rules.ts'
import type { OwnerContext } from '../context.ts'
import { findRelease } from './runs.ts'

const listed = (names: string[]) => names.join(', ')

export async function provideSecrets(
  context: OwnerContext,
  { release, runId, values, goOn, as }: ParsedParams<'secrets.provide'>,
): Promise<Results['secrets.provide']> {
  const engine = await findRelease(context, release)
  const run = engine.state().runs[runId]
  const asked = run?.secretsNeeded
  if (!run || !asked) return { ok: false, message: `Run ${runId} does not wait for secrets.` }
  const known = [...asked.missing, ...asked.changed]
  const foreign = Object.keys(values).find((name) => !known.includes(name))
  // Any other name would be one more variable of every command.
  if (foreign !== undefined)
    return { ok: false, message: `${foreign} is no secret this run waits for. It waits for: ${listed(known)}.` }
  for (const [name, value] of Object.entries(values)) {
    const problem = secretProblem(name, value)
    if (problem) return { ok: false, message: problem }
    context.ports.secrets.learn(value)
  }
  const left = engine.contexts.provide(runId, values, goOn)
  if (left) {
    const missing = left.missing.length > 0 ? [`Still missing: ${listed(left.missing)}.`] : []
    const changed =
      left.changed.length > 0
        ? [`Not the value this run began with: ${listed(left.changed)}. Give that one, or go on with what is there.`]
        : []
    return { ok: false, message: [...missing, ...changed].join(' ') }
  }
  const without = goOn ? known.filter((name) => values[name] === undefined) : []
  const payload = { runId, names: known.filter((name) => !without.includes(name)), without, accepted: goOn }
  engine.record([{ type: 'secrets.provided', payload }], { kind: 'person', assurance: 'claimed', ...as })
  return { ok: true }
}
