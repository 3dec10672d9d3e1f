/** Opening release folders and listing what the ledger knows. */
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { cpSync, existsSync, rmSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { ReleaseListItem, Results } from '../../../shared/contract/results.ts'
import { wireFailure } from '../../../shared/contract/wire-failure.ts'
import { releaseIdOf } from '../../../shared/domain/release-id.ts'
import type { CockpitEvent } from '../../../shared/events/index.ts'
import type { ReleaseId } from '../../../shared/ids.ts'
import { canonicalText } from '../../../shared/ledger/canonical.ts'
import { definitionDigest } from '../../../shared/runbook/digests.ts'
import type { ReleaseDefinition } from '../../../shared/runbook/model.ts'
import type { ReleaseEngine } from '../../engine/release-engine.ts'
import type { OwnerContext } from '../context.ts'
import { loadReleaseFolder } from '../release-folder.ts'

const run = promisify(execFile)

async function readCommit(folder: string): Promise<string | undefined> {
  try {
    const { stdout } = await run('git', ['-C', folder, 'rev-parse', 'HEAD'], { timeout: 3000 })
    return stdout.trim() || undefined
  } catch {
    return undefined
  }
}

async function loaded({ ports }: OwnerContext, folder: string, definition: ReleaseDefinition): Promise<CockpitEvent> {
  const commit = await readCommit(folder)
  const digest = definitionDigest(definition, ports.sha256)
  return {
    type: 'definition.loaded',
    payload: { folder, definition, definitionDigest: digest, ...(commit ? { commit } : {}) },
  }
}

function genesis(
  { ports }: OwnerContext,
  release: ReleaseId,
  folder: string,
  definition: ReleaseDefinition,
): CockpitEvent {
  const { keyId, publicKeyPem } = ports.store.signer
  const { name, version } = definition
  return {
    type: 'release.created',
    payload: { ledgerId: randomUUID(), release, name, version, folder, keyId, publicKey: publicKeyPem },
  }
}

/** The ledger keeps names sorted: their order does not count. */
function sameDefinition(engine: ReleaseEngine, folder: string, definition: ReleaseDefinition): boolean {
  const known = engine.state()
  if (known.folder !== folder || known.definition === undefined) return false
  return canonicalText(known.definition) === canonicalText(JSON.parse(JSON.stringify(definition)))
}

/** Reads the folder; when it can be loaded, opens its ledger and records the definition if it is not the last one recorded. */
export async function openRelease(
  context: OwnerContext,
  { folder }: { folder: string },
): Promise<Results['release.open']> {
  const path = resolve(folder)
  const { definition, findings } = loadReleaseFolder(path)
  if (!definition) return { findings }
  const release = releaseIdOf(definition, context.ports.sha256)
  const { engine } = context
  const opened =
    (await engine.find(release)) ?? (await engine.create(release, genesis(context, release, path, definition)))
  const isTaken = opened.state().closed !== undefined || sameDefinition(opened, path, definition)
  if (!isTaken) opened.record([await loaded(context, path, definition)])
  return { release, findings }
}

/** Copies a sample of the program to a place it may write to (once per version of the program) and opens it. */
export async function openSample(context: OwnerContext, { name }: { name: string }): Promise<Results['sample.open']> {
  if (basename(name) !== name) throw wireFailure('unknown-sample', `There is no sample called "${name}".`)
  const source = join(context.resources, 'samples', name)
  if (!existsSync(join(source, 'release.yaml')))
    throw wireFailure('unknown-sample', `There is no sample called "${name}".`)
  const target = join(dirname(context.ledgerFile), 'samples', name)
  if (!(await isInUse(context, target))) {
    rmSync(target, { recursive: true, force: true })
    cpSync(source, target, { recursive: true, dereference: true })
  }
  return openRelease(context, { folder: target })
}

/** A folder with an open run is left as it is: its scripts may be running. */
async function isInUse({ ports }: OwnerContext, folder: string): Promise<boolean> {
  return ports.store.releases().some((row) => row.summary.folder === folder && Number(row.summary.openRuns ?? 0) > 0)
}

export const listReleases = ({ ports }: OwnerContext): ReleaseListItem[] =>
  ports.store
    .releases()
    .map(({ release, size, updatedAt, summary }) => ({
      release,
      size,
      updatedAt,
      name: String(summary.name ?? release),
      version: String(summary.version ?? ''),
      folder: String(summary.folder ?? ''),
      status: String(summary.status ?? 'never run'),
      ...(summary.environment ? { environment: String(summary.environment) } : {}),
    }))
    .toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt))
