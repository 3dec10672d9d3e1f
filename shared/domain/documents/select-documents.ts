/** What is on record of a document: its versions, the published one, and the digest an approval of it binds. */
import type { Digest } from '../../ids.ts'
import type { ReleaseState } from '../state.ts'
import type { DocumentVersion, Publication } from './document-state.ts'

export const selectVersions = (state: ReleaseState, document: string): readonly DocumentVersion[] =>
  state.documents?.[document]?.versions ?? []

export const selectVersion = (state: ReleaseState, document: string, version: number): DocumentVersion | undefined =>
  selectVersions(state, document).find((each) => each.version === version)

export const selectLatestVersion = (state: ReleaseState, document: string): DocumentVersion | undefined =>
  selectVersions(state, document).at(-1)

export const selectPublished = (state: ReleaseState, document: string): Publication | undefined =>
  state.documents?.[document]?.published.at(-1)

/**
 * The SHA-256 of the Markdown of a version on record, of the newest one without a number: what an approval of a document binds. Undefined while no such
 * version is on record: what is only generated has to be published (or saved) first, because it changes with every entry.
 */
export const documentDigest = (state: ReleaseState, document: string, version?: number): Digest | undefined =>
  (version === undefined ? selectLatestVersion(state, document) : selectVersion(state, document, version))?.digest
