import type { Migration } from './migration.ts'

/** Output may be overwritten in place where an erasure of it is on record: `recorded_by` is the entry that says so. */
const sql = `
CREATE TABLE output_erasures (
  chunk_no INTEGER NOT NULL REFERENCES output_chunks (no),
  recorded_by INTEGER NOT NULL REFERENCES entries (id) DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (chunk_no, recorded_by)
) STRICT;

CREATE TRIGGER output_erasures_no_delete BEFORE DELETE ON output_erasures
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: an erasure stays on record'); END;

CREATE TRIGGER output_erasures_no_update BEFORE UPDATE ON output_erasures
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: an erasure stays on record'); END;

DROP TRIGGER output_chunks_only_grow;

CREATE TRIGGER output_chunks_only_grow BEFORE UPDATE ON output_chunks
WHEN NEW.stream_no <> OLD.stream_no OR NEW.offset <> OLD.offset OR NEW.first_line <> OLD.first_line OR NOT (
  NEW.bytes > OLD.bytes
  OR (NEW.bytes = OLD.bytes AND NEW.lines = OLD.lines AND EXISTS (SELECT 1 FROM output_erasures WHERE chunk_no = OLD.no))
)
BEGIN SELECT RAISE(ABORT, 'output is append-only: a chunk only grows'); END;
`

export const outputErasures: Migration = { number: 4, name: 'output-erasures', sql }
