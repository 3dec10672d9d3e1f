import type { Migration } from './migration.ts'

/**
 * What the list of past releases needs of each, made from its first `size` entries by `version` of the projection. A cache: any row may be deleted, and nothing is
 * verified or decided by it.
 */
const sql = `
CREATE TABLE release_history (
  no INTEGER PRIMARY KEY REFERENCES releases (no),
  version INTEGER NOT NULL,
  size INTEGER NOT NULL,
  history TEXT NOT NULL,
  steps TEXT NOT NULL
) STRICT;
`

export const releaseHistory: Migration = { number: 6, name: 'release-history', sql }
