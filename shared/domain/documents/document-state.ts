/**
 * The versions people made of a document. Version 0 is what the record alone says; it is written when it is asked for and kept nowhere.
 *
 *   0 ──(edited, or published as it is)──▶ 1 ──(edited, or an earlier one brought back)──▶ 2 …      any of them can be published
 */
import type { Actor } from '../../events/index.ts'
import type { Digest } from '../../ids.ts'

/** Its text stands in entry `seq`. */
export type DocumentVersion = {
  version: number
  seq: number
  by: Actor
  atMs: number
  baseVersion: number
  digest: Digest
  factsDigest: Digest
  restores?: number
}

export type Publication = { version: number; digest: Digest; seq: number; by: Actor; atMs: number; role?: string }

/** What git said last of the commits of this release; they stand in entry `seq`. */
export type HistoryState = {
  seq: number
  atMs: number
  repository: string
  only: string[]
  sinceCommit: string
  untilCommit: string
  /** How many git told the time of, and when the middle one was made; absent when none. */
  commits?: { count: number; medianAtMs: number }
}

/** `published`: oldest first; the last one counts. */
export type DocumentState = { versions: DocumentVersion[]; published: Publication[] }
