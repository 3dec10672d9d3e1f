import type { Migration } from './migration.ts'

/** What a source gave afterwards is told from what was measured at the time. */
const sql = `
ALTER TABLE samples ADD COLUMN late INTEGER NOT NULL DEFAULT 0 CHECK (late IN (0, 1));
`

export const lateSamples: Migration = { number: 5, name: 'late-samples', sql }
