/** What ties a copy of a document to the record: which version it is, and the `size:head` it was taken at. Never part of the version itself. */
import { selectLatestVersion, selectPublished, selectVersion } from '../../domain/documents/select-documents.ts'
import type { ReleaseState } from '../../domain/state.ts'
import { givenByWords } from '../approval-words.ts'
import { formatActor, formatDigest, formatRole } from '../words.ts'
import { instant } from './ground.ts'
import { bullets, joinBlocks } from './markdown-blocks.ts'

const offsetOf = ({ definition }: ReleaseState) => ({ offsetMinutes: definition?.windows[0]?.offsetMinutes ?? 0 })

/** `Version 3 by Ada Obi, 2026-11-27 22:00 +01:00, digest 3f9a…; published by …`. */
export function versionWords(state: ReleaseState, kind: string, version: number): string {
  const found = selectVersion(state, kind, version)
  if (!found) return 'As the record says it, edited by nobody'
  const at = offsetOf(state)
  const published = selectPublished(state, kind)
  const out =
    published?.version === version ? `, published by ${formatActor(published.by)}, ${instant(at, published.atMs)}` : ''
  const latest = selectLatestVersion(state, kind)!.version
  const newer = latest > version ? ` (the newest is version ${latest})` : ''
  return `Version ${version} by ${formatActor(found.by)}, ${instant(at, found.atMs)}${newer}${out}, SHA-256 ${formatDigest(found.digest)}`
}

/** Words of roles that bind the text of this version. */
function approvalLines(state: ReleaseState, kind: string, version: number): string[] {
  const digest = selectVersion(state, kind, version)?.digest
  return state.approvals
    .filter(
      ({ binds, revoked }) =>
        binds.kind === 'document' && binds.subjectId === kind && binds.digest === digest && !revoked,
    )
    .map(
      (given) =>
        `${formatRole(given.role)}: ${given.decision.toUpperCase()} by ${givenByWords(given)}, ${instant(offsetOf(state), given.atMs)}.`,
    )
}

export function stampDocument(
  state: ReleaseState,
  kind: string,
  version: number,
  markdown: string,
  nowMs: number,
): string {
  const { count, keyId } = state.checkpoints
  const lines = [
    `${versionWords(state, kind, version)}.`,
    ...approvalLines(state, kind, version),
    `Taken ${instant(offsetOf(state), nowMs)} by Release Cockpit from the record ${state.size}:${state.head}, with ${count} signed checkpoints${keyId ? `, key ${keyId.slice(0, 8)}` : ''}.`,
  ]
  return joinBlocks([markdown.trimEnd(), '---', bullets(lines)])
}

const STAMP =
  /\n---\n+- (?:Version (\d+) by |As the record says it)[^\n]*(?:\n- [^\n]*: (?:GO|NO-GO|STANDBY) by [^\n]*)*\n- Taken [^\n]* from the record \d+:[0-9a-f]{64}[^\n]*\s*$/

/** The text without a stamp below it, and the version the stamp names (0: what the record said). */
export function withoutStamp(markdown: string): { text: string; version?: number } {
  const text = markdown.replaceAll('\r\n', '\n')
  const found = STAMP.exec(text)
  return found ? { text: `${text.slice(0, found.index).trimEnd()}\n`, version: Number(found[1] ?? 0) } : { text }
}
