/** What a review is read from: the runbook's own text, what is to be said about it, and whether its secrets are where they are looked for. Offline. */
import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { Results, ReviewSource } from '../../../shared/contract/results.ts'
import { type Rejection, reject } from '../../../shared/domain/rejection.ts'
import { objectToReview } from '../../../shared/domain/signoffs/object-to-review.ts'
import { describeRunbook } from '../../../shared/runbook/headline.ts'
import type { Finding, ReleaseDefinition, SecretRef } from '../../../shared/runbook/model.ts'
import { stepVariableNames } from '../../../shared/runbook/review/step-variables.ts'
import { readText } from '../../adapters/files/read-text.ts'
import type { OwnerContext } from '../context.ts'
import { fixText, writeNewFile } from '../review-fixes.ts'
import { review } from '../review-folder.ts'
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

/** Places as the runbook's readers know them: from the release folder. */
const inFolder = (folder: string, findings: readonly Finding[]): Finding[] =>
  findings.map((each) => ({ ...each, file: relative(folder, resolve(folder, each.file)) || each.file }))

/** Reads the folder, records its definition when it changed, and nothing else. */
export async function readReview(
  context: OwnerContext,
  { release: id, isThorough }: ParsedParams<'review.read'>,
): Promise<ReviewSource> {
  const release = await findRelease(context, id)
  const { folder } = release.state()
  const { release: opened, findings: quick } = await openRelease(context, { folder })
  const findings = inFolder(folder, isThorough ? (await review(folder)).findings : quick)
  const { definition } = release.state()
  const file = definition?.runbook.file ?? 'runbook.md'
  const read = readText(join(folder, file), file)
  return {
    file,
    text: 'text' in read ? context.ports.secrets.hide(read.text) : '',
    isLoaded: opened === id,
    headline: definition ? describeRunbook(definition.runbook, findings) : '',
    findings,
    secrets: definition ? secretsOf(definition, folder, context.env) : [],
    machineVariables: definition ? machineVariables(definition, context.env) : [],
  }
}

const SUFFIX = { patch: 'fixes.patch', steps: 'steps.yaml' } as const

/** The first name beside the ledger that nothing has yet. */
function freeName(ledgerFile: string, release: string, kind: keyof typeof SUFFIX): string {
  for (let count = 1; ; count++) {
    const name = `${release}-${count === 1 ? '' : `${count}-`}${SUFFIX[kind]}`
    const file = join(dirname(ledgerFile), name)
    if (!existsSync(file)) return file
  }
}

/** Suggestions as a file of its own; the runbook and release.yaml are only read. */
export async function writeFixes(
  context: OwnerContext,
  { release: id, kind, findings: wanted, file }: ParsedParams<'review.fixes'>,
): Promise<Results['review.fixes']> {
  const { folder, definition } = (await findRelease(context, id)).state()
  const reviewed = await review(folder)
  const isWanted = ({ code, line, message }: Finding) =>
    !wanted || wanted.some((each) => each.code === code && each.line === line && each.message === message)
  const { text, suggested, left } = fixText(
    kind,
    join(folder, definition?.runbook.file ?? 'runbook.md'),
    reviewed,
    isWanted,
  )
  if (text === '')
    return {
      ok: false,
      message:
        suggested === 0
          ? 'Nothing of this has a suggestion.'
          : 'None of these can be written that way: try the other one.',
    }
  const target = file ? resolve(folder, file) : freeName(context.ledgerFile, id, kind)
  try {
    writeNewFile(target, text)
  } catch (error) {
    return { ok: false, message: (error as Error).message }
  }
  return { ok: true, file: target, suggested, left: inFolder(folder, left) }
}

/** A GO to a runbook waits until its errors are mended; also those that only this machine finds. */
export async function refuseReviewGo(
  folder: string,
  command: ParsedParams<'command.send'>['command'],
): Promise<{ rejection: Rejection } | undefined> {
  if (command.type !== 'approval.give' || command.about?.kind !== 'review' || command.decision !== 'go')
    return undefined
  const { findings } = await review(folder)
  const objection = objectToReview(inFolder(folder, findings))
  return objection === undefined ? undefined : reject('gate-shut', objection)
}
