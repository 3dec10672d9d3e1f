/** What a review is read from: the runbook's own text, what is to be said about it, and whether its secrets are where they are looked for. Offline. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { ReviewSource } from '../../../shared/contract/results.ts'
import type { ReleaseDefinition, SecretRef } from '../../../shared/runbook/model.ts'
import { stepVariableNames } from '../../../shared/runbook/review/step-variables.ts'
import { readText } from '../../adapters/files/read-text.ts'
import type { OwnerContext } from '../context.ts'
import { openRelease } from './releases.ts'
import { findRelease } from './runs.ts'

/** Whether it is there; undefined where only asking it would tell (a vault's command, the keychain). Never its value. */
function isThere(ref: SecretRef, folder: string, env: OwnerContext['env']): boolean | undefined {
  if ('env' in ref) return (env[ref.env] ?? '') !== ''
  if ('file' in ref) return existsSync(resolve(folder, ref.file))
  return undefined
}

const secretsOf = (definition: ReleaseDefinition, folder: string, env: OwnerContext['env']) =>
  definition.environments.flatMap(({ name: environment, secrets }) =>
    Object.entries(secrets).map(([name, ref]) => {
      const found = isThere(ref, folder, env)
      return { environment, name, ...(found === undefined ? {} : { isThere: found }) }
    }),
  )

/** Names alone: what this machine's environment holds is nobody's business. */
function machineVariables({ runbook }: ReleaseDefinition, env: OwnerContext['env']): string[] {
  const names = runbook.stages.flatMap((stage) => stage.steps.flatMap((step) => stepVariableNames(step)))
  return [...new Set(names)].filter((name) => env[name] !== undefined)
}

/** Reads the folder, records its definition when it changed, and nothing else. */
export async function readReview(
  context: OwnerContext,
  { release: id }: ParsedParams<'review.read'>,
): Promise<ReviewSource> {
  const release = await findRelease(context, id)
  const { folder } = release.state()
  const { findings, release: opened } = await openRelease(context, { folder })
  const { definition } = release.state()
  const file = definition?.runbook.file ?? 'runbook.md'
  const read = readText(join(folder, file), file)
  return {
    file,
    text: 'text' in read ? context.ports.secrets.hide(read.text) : '',
    isLoaded: opened === id,
    findings:
      'finding' in read && !findings.some(({ code }) => code === read.finding.code)
        ? [...findings, read.finding]
        : findings,
    secrets: definition ? secretsOf(definition, folder, context.env) : [],
    machineVariables: definition ? machineVariables(definition, context.env) : [],
  }
}
