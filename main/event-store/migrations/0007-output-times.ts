import type { Migration } from './migration.ts'

/** When output was stored, in ms (the first versions cut off to tenths of a second): a replay shows what was there at a moment. Written in the transaction that stores the output. */
const sql = `
CREATE TABLE output_times (
  stream_no INTEGER NOT NULL REFERENCES output_streams (no),
  at_ms INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  lines INTEGER NOT NULL,
  PRIMARY KEY (stream_no, at_ms)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER output_times_no_delete BEFORE DELETE ON output_times
BEGIN SELECT RAISE(ABORT, 'output is append-only: when it was stored is never deleted'); END;

CREATE TRIGGER output_times_only_grow BEFORE UPDATE ON output_times
WHEN NEW.bytes < OLD.bytes OR NEW.lines < OLD.lines OR NEW.stream_no <> OLD.stream_no OR NEW.at_ms <> OLD.at_ms
BEGIN SELECT RAISE(ABORT, 'output is append-only: a time of it only grows'); END;
`

export const outputTimes: Migration = { number: 7, name: 'output-times', sql }
