import type { RecordedEvent } from '../../events/index.ts'
import type { ReleaseState } from '../state.ts'
import type { DocumentState } from './document-state.ts'

const change = (state: ReleaseState, document: string, to: (before: DocumentState) => DocumentState): ReleaseState => ({
  ...state,
  documents: { ...state.documents, [document]: to(state.documents?.[document] ?? { versions: [], published: [] }) },
})

export function evolveDocuments(state: ReleaseState, event: RecordedEvent): ReleaseState {
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
    return change(state, document, (before) => ({ ...before, versions: [...before.versions, made] }))
  }
  if (event.type === 'document.published') {
    const { document, version, digest, role } = event.payload
    const publication = { ...about, version, digest, ...(role === undefined ? {} : { role }) }
    return change(state, document, (before) => ({ ...before, published: [...before.published, publication] }))
  }
  if (event.type === 'history.read') {
    const { repository, only, since, until } = event.payload
    const { seq, atMs } = about
    return { ...state, history: { seq, atMs, repository, only, sinceCommit: since.commit, untilCommit: until.commit } }
  }
  return state
}
