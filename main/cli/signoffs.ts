/** `cockpit request-signoff` and `import-signoffs`: the word of people who sign elsewhere with their SSH key. */
import { randomBytes } from 'node:crypto'
import { relative } from 'node:path'
import type { CockpitClient } from '../../shared/contract/client.ts'
import type { SignoffResult } from '../../shared/contract/results.ts'
import { formatDigest } from '../../shared/documents/words.ts'
import { requestSignoff, requestSubjectSignoff } from '../../shared/domain/signoffs/request-signoff.ts'
import {
  SIGNATURE_NAMESPACE,
  type Statement,
  statementFile,
  statementText,
} from '../../shared/domain/signoffs/statement.ts'
import type { SubjectRef } from '../../shared/domain/signoffs/subjects.ts'
import { selectStep } from '../../shared/domain/steps.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import { writeSignoff } from '../app/write-signoff.ts'
import { chooseEnvironment, chooseStage } from './choose-stage.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { type ApproveOptions, chooseStep, decisionOf } from './say.ts'
import { exitCodeOf, type LedgerOptions, openFolder, readState, whoAmI, withCockpit } from './session.ts'
import { readSubject, type SubjectOptions, subjectOf } from './subject.ts'

export type RequestOptions = Pick<
  ApproveOptions,
  'db' | 'stage' | 'env' | 'step' | 'role' | 'noGo' | 'standby' | 'words' | 'var'
> &
  SubjectOptions & { validFor?: number; replace?: boolean }

/** About the schedule, the plan, a step of the process or the poll. */
async function makeSubjectStatement(
  client: CockpitClient,
  release: ReleaseId,
  wanted: SubjectRef,
  options: RequestOptions,
): Promise<Statement> {
  const { title, parts, digest, about } = await readSubject(client, release, wanted)
  const { role, words, validFor } = options
  const asked = requestSubjectSignoff(await readState(client, release), {
    role,
    decision: decisionOf(options),
    subject: { ...about, title, parts, digest },
    ...(words === undefined ? {} : { words }),
    nonce: randomBytes(16).toString('hex'),
    ...(validFor === undefined ? {} : { validUntil: new Date(Date.now() + validFor).toISOString() }),
  })
  if (asked.rejection) throw new CliFailure(exitCodeOf(asked.rejection.code), asked.rejection.message)
  return asked.statement
}

async function makeStatement(client: CockpitClient, release: ReleaseId, options: RequestOptions): Promise<Statement> {
  const definition = (await readState(client, release)).definition!
  const stage = chooseStage(definition, options.stage)
  const environment = chooseEnvironment(definition, options.env, stage)
  const id = chooseStep(definition, options.step)
  const step = id && selectStep(definition, id)
  if (id && !stage.steps.some((each) => each.id === id))
    throw new CliFailure(EXIT.unusable, `The step ${id} is not in the stage ${stage.id}: say which with --stage.`)
  const inputs = options.var ?? {}
  const preview = await client.call('run.preview', { release, stageId: stage.id, environment, inputs })
  // What would not start is not signed; and an input that holds a secret must not get into a file that goes by mail.
  if (preview.problems.length > 0)
    throw new CliFailure(
      EXIT.unusable,
      `The run would not start, so there is nothing to sign: ${preview.problems.join(' ')}`,
    )
  const { role, words, validFor } = options
  const asked = requestSignoff(await readState(client, release), {
    role,
    decision: decisionOf(options),
    stage,
    environment,
    ...(step ? { step } : {}),
    previewDigest: preview.resolvedDigest,
    inputs,
    ...(words === undefined ? {} : { words }),
    nonce: randomBytes(16).toString('hex'),
    ...(validFor === undefined ? {} : { validUntil: new Date(Date.now() + validFor).toISOString() }),
  })
  if (asked.rejection) throw new CliFailure(exitCodeOf(asked.rejection.code), asked.rejection.message)
  return asked.statement
}

const shellWord = (word: string) => (/^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)

function explain({ approves, binds, steps, validUntil }: Statement, file: string, folder: string, cwd: string): string {
  const path = shellWord(relative(cwd, file) || file)
  return [
    `${approves}, ${formatDigest(binds.digest)}${validUntil ? `, valid until ${validUntil}` : ''}`,
    ...steps.map((title) => `  ${title}`),
    `Written to ${path}. Whoever signs runs:`,
    `  ssh-keygen -Y sign -n ${SIGNATURE_NAMESPACE} -f KEY ${path}`,
    `which writes ${path}.sig. With both in place: cockpit import-signoffs ${shellWord(folder)}`,
    '',
  ].join('\n')
}

/** Writes what a role is asked to sign into the release folder, and says how. */
export async function requestSignoffCommand(folder: string, options: RequestOptions, io: CliIo): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const release = await openFolder(client, folder, io)
    const about = subjectOf(options)
    const statement = about
      ? await makeSubjectStatement(client, release, about, options)
      : await makeStatement(client, release, options)
    const at = (await readState(client, release)).folder
    const written = writeSignoff(at, statementFile(statement), statementText(statement), options.replace ?? false)
    if ('problem' in written) throw new CliFailure(EXIT.refused, written.problem)
    io.stdout(explain(statement, written.file, folder, io.cwd))
    return EXIT.ok
  })
}

const WORDS = { imported: 'imported', known: 'known', unsigned: 'unsigned', refused: 'REFUSED' } as const

const resultLine = ({ file, outcome, sentence, seq }: SignoffResult) =>
  `${WORDS[outcome].padEnd(9)} ${file}  ${sentence}${outcome === 'imported' ? ` (entry ${seq})` : ''}`

/** Checks the signed statements of a folder and puts what holds on record. Exit 3 when one is refused. */
export async function importSignoffsCommand(
  folder: string,
  options: LedgerOptions & { as?: string; json?: boolean },
  io: CliIo,
): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const release = await openFolder(client, folder, io)
    const as = await whoAmI(client, options.as)
    const { results } = await client.call('signoffs.import', { release, as })
    const none = `There is nothing in signoffs/: cockpit request-signoff writes what to sign.`
    const lines = results.length > 0 ? results.map(resultLine) : [none]
    io.stdout(options.json ? `${JSON.stringify(results)}\n` : `${lines.join('\n')}\n`)
    return results.some((each) => each.outcome === 'refused') ? EXIT.refused : EXIT.ok
  })
}
