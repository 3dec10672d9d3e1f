/** What a new release would be: its files, from a strategy, from the last release or from an existing plan. Writes nothing. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import { loadDefinition } from '../../../shared/runbook/load.ts'
import { parseRunbook } from '../../../shared/runbook/markdown/parse-runbook.ts'
import type { Finding } from '../../../shared/runbook/model.ts'
import { nextReleaseYaml } from '../../../shared/runbook/new-release/next-release-yaml.ts'
import { planReleaseYaml } from '../../../shared/runbook/new-release/plan-release-yaml.ts'
import { filesToCopy } from '../../adapters/files/files-to-copy.ts'
import { existingFiles, type NewFile, writeNewFolder } from '../../adapters/files/new-folder.ts'
import { readText } from '../../adapters/files/read-text.ts'
import { skeletonFiles } from '../new-release.ts'
import { sha256 } from '../owner.ts'
import { loadReleaseFolder } from '../release-folder.ts'

export type Wanted = ParsedParams<'new.preview'>
type Of<Kind extends Wanted['from']['kind']> = Extract<Wanted['from'], { kind: Kind }>

/** `field`: which of the answers is not right. */
export type NewProblem = { field: 'folder' | 'version' | 'name' | 'source' | 'startsAt'; problem: string }
export type Planned = {
  folder: string
  files: NewFile[]
  left: { path: string; why: string }[]
  notes: string[]
  findings: Finding[]
}

const plan = (
  parts: Omit<Planned, 'folder' | 'left' | 'notes' | 'findings'> & Partial<Planned>,
): Omit<Planned, 'folder'> => ({
  left: [],
  notes: [],
  findings: [],
  ...parts,
})

const problem = (field: NewProblem['field'], text: string): NewProblem => ({ field, problem: text })

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

function fromStrategy({ strategy, name, version, previous }: Of<'strategy'>) {
  const files = skeletonFiles({ strategy, name, version, previous: previous || 'FILL IN' })
  return plan({ files, notes: ['Fill in what says FILL IN.'] })
}

function fromRelease({ folder, version, startsAt }: Of<'release'>): Omit<Planned, 'folder'> | NewProblem {
  const source = resolve(folder)
  const { definition, findings } = loadReleaseFolder(source)
  if (!definition) {
    const first = findings.find(({ severity }) => severity === 'error')
    return problem('source', `${source} cannot be read as a release: ${first?.message ?? 'see cockpit check.'}`)
  }
  const startsAtMs = startsAt === undefined ? undefined : Date.parse(startsAt)
  if (startsAtMs !== undefined && Number.isNaN(startsAtMs))
    return problem('startsAt', `"${startsAt}" is not a time: write it as 2026-12-05T22:00:00+01:00.`)
  const yaml = readFileSync(join(source, 'release.yaml'), 'utf8')
  const next = nextReleaseYaml(yaml, { version, ...(startsAtMs === undefined ? {} : { startsAtMs }) })
  if ('problem' in next) return problem(startsAtMs === undefined ? 'version' : 'startsAt', next.problem)
  const own = /^process:\s*(?:\{\s*file:\s*)?["']?([\w./-]+\.ya?ml)/m.exec(yaml)?.[1]
  const copy = filesToCopy(definition, source, sha256, own ? [own] : [])
  if ('problem' in copy) return problem('source', copy.problem)
  const copied = copy.files.map((path): NewFile => {
    const file = join(source, path)
    return { path, content: readFileSync(file), isExecutable: (statSync(file).mode & 0o111) !== 0 }
  })
  const runbook = { path: 'runbook.md', content: readFileSync(join(source, 'runbook.md')) }
  const files = [{ path: 'release.yaml', content: next.text }, runbook, ...copied]
  return plan({ files, left: copy.left, notes: next.notes })
}

function fromPlan({ file, name, version, previous }: Of<'plan'>): Omit<Planned, 'folder'> | NewProblem {
  const path = resolve(file)
  const read = readText(path, path)
  if ('finding' in read) return problem('source', read.finding.message)
  const { runbook } = parseRunbook('runbook.md', read.text, USUAL_ENVIRONMENTS)
  const title = name ?? runbook.title?.replace(VERSION_AT_END, '')
  if (!title) return problem('name', 'The plan has no title: give the name of what is released.')
  const text = planReleaseYaml(runbook, { name: title, version, ...(previous ? { previous } : {}) })
  const texts = { releaseYaml: { file: 'release.yaml', text }, runbook: { file: 'runbook.md', text: read.text } }
  const steps = runbook.stages.reduce((sum, stage) => sum + stage.steps.length, 0)
  const stages = runbook.stages.map((stage) => stage.title).join(', ')
  return plan({
    files: [
      { path: 'release.yaml', content: text },
      { path: 'runbook.md', content: readFileSync(path) },
    ],
    findings: loadDefinition(texts).findings,
    notes: [steps === 0 ? 'No step was found in this plan.' : `${steps} steps were found in ${stages}.`],
  })
}

/** Which sections of a plan mean an environment, where nothing says which there are. */
const USUAL_ENVIRONMENTS = ['development', 'test', 'integration', 'qa', 'staging', 'preproduction', 'production']
const VERSION_AT_END = /[\s,:(-]*\bv?\d+(?:\.\d+)+\S*$/

const LINE = /[\r\n]/

function wordsProblem(from: Wanted['from']): NewProblem | undefined {
  if (LINE.test(from.version)) return problem('version', 'A version is one line.')
  if ('name' in from && from.name !== undefined && LINE.test(from.name)) return problem('name', 'A name is one line.')
  return undefined
}

/** Sentences for what a person can mend; throws only the file system's errors. */
export function planNewRelease({ folder, from }: Wanted): Planned | NewProblem {
  const target = resolve(folder)
  if (existsSync(target) && !isFolder(target)) return problem('folder', `${target} is a file: name a folder.`)
  const wrong = wordsProblem(from)
  if (wrong) return wrong
  if (from.kind === 'release' && resolve(from.folder) === target)
    return problem('folder', 'This is the folder of the last release: name another one.')
  const planned =
    from.kind === 'strategy' ? fromStrategy(from) : from.kind === 'release' ? fromRelease(from) : fromPlan(from)
  if ('problem' in planned) return planned
  const there = existingFiles(target, planned.files)
  if (there.length > 0) {
    const list = there.slice(0, 3).join(', ') + (there.length > 3 ? ` and ${there.length - 3} more` : '')
    return problem('folder', `${target} has ${list} already: name another folder, nothing is overwritten.`)
  }
  return { folder: target, ...planned }
}

/** All files or none. */
export function writePlanned({ folder, files }: Planned): { paths: string[] } | NewProblem {
  try {
    return { paths: writeNewFolder(folder, files) }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return problem('folder', `${folder} could not be written, and nothing of it is left: ${why}`)
  }
}
