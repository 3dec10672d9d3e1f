/** A release folder as it is now against another state of it, by step. Reads files and git; records nothing. */
import { realpathSync } from 'node:fs'
import { partSentences } from '../../shared/domain/amendment-parts.ts'
import { compareRunbooks } from '../../shared/runbook/diff/compare-runbooks.ts'
import type { Compared, Comparison, NoComparison } from '../../shared/runbook/diff/comparison.ts'
import { formatFinding } from '../../shared/runbook/findings.ts'
import { loadDefinition } from '../../shared/runbook/load.ts'
import { parseRunbook } from '../../shared/runbook/markdown/parse-runbook.ts'
import type { ReleaseDefinition, Runbook } from '../../shared/runbook/model.ts'
import { createRevisionReader } from '../adapters/git/read-revision.ts'
import type { FolderAtRevision } from '../ports/revisions.ts'
import { loadReleaseFolder, readSteps } from './release-folder.ts'

type Env = Record<string, string | undefined>

type Side = { runbook: Runbook; definition?: ReleaseDefinition }

function folderNow(folder: string): Side | NoComparison {
  const { definition } = loadReleaseFolder(folder)
  if (definition) return { runbook: definition.runbook, definition }
  const { runbook, findings } = readSteps(folder)
  if (runbook) return { runbook }
  const said = findings.find(({ severity }) => severity === 'error')
  return { state: 'none', code: 'unreadable', message: said ? formatFinding(said) : `${folder} cannot be read.` }
}

function folderThen({ releaseYaml, runbook }: FolderAtRevision): Side {
  const text = { file: 'runbook.md', text: runbook ?? '' }
  const { definition } = loadDefinition({
    runbook: text,
    ...(releaseYaml === undefined ? {} : { releaseYaml: { file: 'release.yaml', text: releaseYaml } }),
  })
  return definition
    ? { runbook: definition.runbook, definition }
    : { runbook: parseRunbook(text.file, text.text).runbook }
}

/** With only one side's release.yaml its attributes and weights would all look like changes: then both runbooks stand by themselves. */
function compareSides(before: Side, after: Side, folder: string): Pick<Compared, 'changes' | 'others'> {
  if (before.definition && after.definition)
    return {
      changes: compareRunbooks(before.runbook, after.runbook),
      others: partSentences(before.definition, after.definition),
    }
  const alone = readSteps(`${folder}/runbook.md`).runbook ?? after.runbook
  return {
    changes: compareRunbooks(before.runbook, after.definition ? alone : after.runbook),
    others:
      before.definition || after.definition
        ? ['release.yaml cannot be used on one of the two sides: the runbooks are compared without it.']
        : [],
  }
}

const isNone = (side: Side | NoComparison): side is NoComparison => 'state' in side

/** `env`: what the person's git is started with. */
export async function compareWithRevision(folder: string, revision: string, env: Env): Promise<Comparison> {
  const now = folderNow(folder)
  if (isNone(now)) return now
  const then = await createRevisionReader(env).read(realpathSync(folder), revision)
  if ('code' in then) return { state: 'none', ...then }
  const { commit, subject, atMs } = then
  const before = now.definition ? folderThen(then) : { runbook: parseRunbook('runbook.md', then.runbook ?? '').runbook }
  return {
    state: 'compared',
    with: { kind: 'revision', revision: then.revision, commit, subject, atMs },
    ...compareSides(before, now, folder),
  }
}

export type Executed = { definition: ReleaseDefinition; runId: string; environment: string; atMs: number }

export function compareWithRun(folder: string, { definition, ...run }: Executed): Comparison {
  const now = folderNow(folder)
  if (isNone(now)) return now
  const version = definition.version
  return {
    state: 'compared',
    with: { kind: 'run', ...run, version },
    ...compareSides({ runbook: withoutAdHoc(definition.runbook), definition }, now, folder),
  }
}

/** Commands typed in a terminal were never in the runbook. */
const withoutAdHoc = (runbook: Runbook): Runbook => ({
  ...runbook,
  stages: runbook.stages.filter(({ kind }) => kind !== 'ad-hoc'),
})
