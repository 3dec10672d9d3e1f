/** `cockpit new`: a release folder to begin with. It needs no ledger. */
import { relative, resolve } from 'node:path'
import { newRelease } from '../../shared/contract/new-release.ts'
import { formatBytes } from '../../shared/documents/words.ts'
import { type Planned, planNewRelease, type Wanted, writePlanned } from '../app/new-release/plan-new-release.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'

export type NewOptions = {
  strategy?: string
  fromRelease?: string
  fromPlan?: string
  name?: string
  version?: string
  from?: string
  starts?: string
  dryRun?: boolean
}

const fail = (sentence: string): never => {
  throw new CliFailure(EXIT.unusable, sentence)
}

function sourceOf(options: NewOptions, cwd: string): Record<string, unknown> {
  const { strategy, fromRelease, fromPlan, name, version, from: previous, starts } = options
  const given = [strategy, fromRelease, fromPlan].filter((each) => each !== undefined)
  if (given.length !== 1) return fail('Say what it is made from: one of --strategy, --from-release and --from-plan.')
  if (version === undefined) return fail('Give the version that goes out: --to VERSION.')
  if (strategy !== undefined) {
    if (name === undefined) return fail('Give the name of what is released: --name NAME.')
    return { kind: 'strategy', strategy, name, version, previous }
  }
  if (fromRelease !== undefined)
    return { kind: 'release', folder: resolve(cwd, fromRelease), version, ...(starts ? { startsAt: starts } : {}) }
  return { kind: 'plan', file: resolve(cwd, fromPlan!), name, version, previous }
}

function readWanted(folder: string, options: NewOptions, cwd: string): Wanted {
  const parsed = newRelease.safeParse({ folder: resolve(cwd, folder), from: sourceOf(options, cwd) })
  if (parsed.success) return parsed.data
  const unknown = options.strategy !== undefined && parsed.error.issues.some(({ path }) => path.at(-1) === 'strategy')
  return fail(
    unknown
      ? `There is no strategy "${options.strategy}". There is: big-bang, blue-green, canary, rolling.`
      : parsed.error.issues.map(({ message }) => message).join(' '),
  )
}

function sayPlanned({ left, notes, findings }: Planned, io: CliIo): void {
  for (const { path, why } of left) io.stdout(`Not copied: ${path}, ${why}\n`)
  for (const { file, line, severity, message } of findings)
    if (severity !== 'hint') io.stdout(`${file}:${line}: ${severity}: ${message}\n`)
  for (const note of notes) io.stdout(`${note}\n`)
}

export async function newCommand(folder: string, options: NewOptions, io: CliIo): Promise<number> {
  const planned = planNewRelease(readWanted(folder, options, io.cwd))
  if ('problem' in planned) return fail(planned.problem)
  if (options.dryRun) {
    for (const { path, content } of planned.files)
      io.stdout(`Would be written: ${path}, ${formatBytes(Buffer.byteLength(content))}\n`)
  } else {
    const written = writePlanned(planned)
    if ('problem' in written) return fail(written.problem)
    for (const path of written.paths) io.stdout(`Written: ${relative(io.cwd, path)}\n`)
  }
  sayPlanned(planned, io)
  if (!options.dryRun) io.stdout(`Then: cockpit check ${folder}\n`)
  return EXIT.ok
}
