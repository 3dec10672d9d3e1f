/** The folder as it is now, held against another state of it. */
import type { StepDifference } from './compare-runbooks.ts'

export type NoComparison = {
  state: 'none'
  code: 'never-executed' | 'not-in-git' | 'no-such-revision' | 'no-runbook-there' | 'git-failed' | 'unreadable'
  /** What to do about it. */
  message: string
}

export type ComparedWith =
  | { kind: 'run'; runId: string; environment: string; atMs: number; version: string }
  | { kind: 'revision'; revision: string; commit: string; subject: string; atMs: number }

export type Compared = {
  state: 'compared'
  with: ComparedWith
  changes: StepDifference[]
  /** Differences outside the steps, and what could not be compared: a sentence each. */
  others: string[]
}

export type Comparison = Compared | NoComparison
