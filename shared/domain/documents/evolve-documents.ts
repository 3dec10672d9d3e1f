import { percentile } from '../../analysis/statistics.ts'
import type { RecordedEvent } from '../../events/index.ts'
import type { Batch } from '../batch.ts'
import type { ReleaseState } from '../state.ts'
import type { DocumentState } from './document-state.ts'

const changeIn =
  (batch: Batch) =>
  (state: ReleaseState, document: string, to: (before: DocumentState) => DocumentState): ReleaseState => ({
    ...state,
    documents: batch.put(state.documents, document, to(state.documents?.[document] ?? { versions: [], published: [] })),
  })

export function evolveDocuments(state: ReleaseState, event: RecordedEvent, batch: Batch): ReleaseState {
  const change = changeIn(batch)
  const about = { seq: event.seq, by: event.actor, atMs: Date.parse(event.recordedAt) }
  if (event.type === 'document.edited') {
    const { document, version, baseVersion, digest, factsDigest, restores } = event.payload
    const made = {
      ...about,
      version,
      baseVersion,
      digest,
      factsDigest,
      ...(restores === undefined ? {} : { restores }),
    }
    return change(state, document, (before) => ({ ...before, versions: batch.append(before.versions, made) }))
  }
  if (event.type === 'document.published') {
    const { document, version, digest, role } = event.payload
    const publication = { ...about, version, digest, ...(role === undefined ? {} : { role }) }
    return change(state, document, (before) => ({ ...before, published: batch.append(before.published, publication) }))
  }
  if (event.type === 'history.read') {
    const { repository, only, since, until, commits } = event.payload
    const { seq, atMs } = about
    const times = commits.flatMap((each) => (each.isMerge ? [] : (each.committedAtMs ?? [])))
    const medianAtMs = percentile(times, 50)
    const middle = medianAtMs === undefined ? {} : { commits: { count: times.length, medianAtMs } }
    const ends = { sinceCommit: since.commit, untilCommit: until.commit }
    return { ...state, history: { seq, atMs, repository, only, ...ends, ...middle } }
  }
  return state
}
