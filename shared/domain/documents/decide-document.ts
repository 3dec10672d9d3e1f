/** A person's version of a document, and which version is published. Pure: texts and their digests come in. */
import { formatActor } from '../../documents/words.ts'
import type { CockpitEvent } from '../../events/index.ts'
import type { Digest, Sha256 } from '../../ids.ts'
import { type Rejection, reject } from '../rejection.ts'
import type { ReleaseState } from '../state.ts'
import { formatInstant } from '../windows.ts'
import { selectLatestVersion, selectPublished, selectVersion } from './select-documents.ts'

/** Of a text in UTF-8: a window can send no more in one message. */
export const MAX_DOCUMENT_BYTES = 160_000

type Decided = { events: CockpitEvent[]; version: number; digest: Digest } | { rejection: Rejection }

/** `facts`: what the record alone says now. */
export type DocumentFacts = {
  document: string
  title: string
  facts: string
  sha256: Sha256
  byteLength: (text: string) => number
}

/** What no text has: it would be a binary file. Tab and newline are text. */
const BINARY = /(?![\t\n\f])\p{Cc}/u

const kilobytes = (bytes: number) => `${Math.ceil(bytes / 1000)} kB`

/** Why a text cannot be kept, as a sentence. */
export function refuseText(text: string, bytes: number): string | undefined {
  if (bytes > MAX_DOCUMENT_BYTES)
    return `The text has ${kilobytes(bytes)}; at most ${kilobytes(MAX_DOCUMENT_BYTES)} are kept as a version. Bring what is longer as a file, as evidence of the deliverable.`
  if (BINARY.test(text) || !text.isWellFormed())
    return 'This is not text: it holds characters that no document has. Save it as UTF-8 Markdown.'
  return text.trim() === ''
    ? 'The text is empty: a document says something. To go back, bring back an earlier version.'
    : undefined
}

/** One way to end lines, and one newline at the end, so that the same text has the same digest. */
export const tidied = (text: string): string =>
  `${text
    .replace(/^\ufeff/, '')
    .replaceAll(/\r\n?/g, '\n')
    .replace(/\n+$/, '')}\n`

const stale = (state: ReleaseState, { document, title }: DocumentFacts, baseVersion: number): Rejection | undefined => {
  const latest = selectLatestVersion(state, document)
  if ((latest?.version ?? 0) === baseVersion) return undefined
  if (!latest || latest.version < baseVersion)
    return reject('wrong-state', `There is no version ${baseVersion} of the ${title.toLowerCase()}.`).rejection
  const offset = state.definition?.windows[0]?.offsetMinutes ?? 0
  const words = `Version ${latest.version} was saved by ${formatActor(latest.by)}, ${formatInstant(latest.atMs, offset)}, after you began with version ${baseVersion}. Take it in first, so that nothing of it is lost.`
  return reject('changed-since-shown', words).rejection
}

function edited(
  state: ReleaseState,
  about: DocumentFacts,
  text: string,
  more: { baseVersion: number; restores?: number },
) {
  const { document, title, facts, sha256 } = about
  const latest = selectLatestVersion(state, document)
  const digest = sha256(text)
  const factsDigest = sha256(facts)
  const isKnown =
    factsDigest === digest ||
    (state.documents?.[document]?.versions ?? []).some((each) => each.factsDigest === factsDigest)
  const version = (latest?.version ?? 0) + 1
  const payload = { document, title, version, ...more, text, digest, ...(isKnown ? {} : { facts }), factsDigest }
  return { event: { type: 'document.edited', payload } satisfies CockpitEvent, version, digest }
}

/** `baseVersion`: the version the person began with; refused when there is a newer one. */
export function decideEdit(
  state: ReleaseState,
  about: DocumentFacts,
  { text: given, baseVersion, restores }: { text: string; baseVersion: number; restores?: number },
): Decided {
  const text = tidied(given)
  const refusal = refuseText(text, about.byteLength(text))
  if (refusal) return reject('bad-command', refusal)
  if (about.byteLength(about.facts) > MAX_DOCUMENT_BYTES)
    return reject(
      'bad-command',
      `What the record says has more than ${kilobytes(MAX_DOCUMENT_BYTES)}: save the document as a file and bring that as evidence of the deliverable.`,
    )
  const conflict = stale(state, about, baseVersion)
  if (conflict) return { rejection: conflict }
  const before = selectLatestVersion(state, about.document)
  if (
    (before?.digest ?? about.sha256(about.facts)) === about.sha256(text) &&
    (before?.factsDigest ?? about.sha256(about.facts)) === about.sha256(about.facts)
  )
    return reject(
      'wrong-state',
      `Nothing changed: this is ${before ? `version ${before.version}` : 'what the record says'} as it is.`,
    )
  const { event, version, digest } = edited(state, about, text, {
    baseVersion,
    ...(restores === undefined ? {} : { restores }),
  })
  return { events: [event], version, digest }
}

/** `version` 0 publishes what the record says as it is: it becomes a version first. `digest`: of what the person was shown. */
export function decidePublish(
  state: ReleaseState,
  about: DocumentFacts,
  { version, digest, role }: { version: number; digest: Digest; role?: string },
): Decided {
  const { document, title, facts } = about
  const latest = selectLatestVersion(state, document)
  if (version === 0 && latest)
    return reject(
      'changed-since-shown',
      `There is version ${latest.version} by ${formatActor(latest.by)} meanwhile: publish that one, or bring back what the record says first.`,
    )
  const made = version === 0 ? edited(state, about, facts, { baseVersion: 0 }) : undefined
  if (made && about.byteLength(facts) > MAX_DOCUMENT_BYTES)
    return reject(
      'bad-command',
      `The document has more than ${kilobytes(MAX_DOCUMENT_BYTES)}: save it as a file and bring that as evidence of the deliverable.`,
    )
  const found = made ?? selectVersion(state, document, version)
  if (!found) return reject('wrong-state', `There is no version ${version} of the ${title.toLowerCase()}.`)
  if (found.digest !== digest)
    return reject(
      'changed-since-shown',
      `The ${title.toLowerCase()} is not what you were shown any more: look at it again, then publish it.`,
    )
  const published = selectPublished(state, document)
  if (published?.version === found.version)
    return reject('wrong-state', `Version ${found.version} of the ${title.toLowerCase()} is published already.`)
  const event: CockpitEvent = {
    type: 'document.published',
    payload: { document, title, version: found.version, digest, ...(role === undefined ? {} : { role }) },
  }
  return { events: [...(made ? [made.event] : []), event], version: found.version, digest }
}
