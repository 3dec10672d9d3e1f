import type { Migration } from './migration.ts'

/**
 * Command output, masked and compressed. A stream knows how many bytes of its spool (`raw_bytes`) are in its chunks; both change in one
 * transaction. `mask_open` is the masker's only state: how far a masked stretch reaches beyond `raw_bytes`, or -1.
 * `first_line` counts the line ends before a chunk. Only the last chunk may grow.
 */
const sql = `
CREATE TABLE output_streams (
  no INTEGER PRIMARY KEY,
  attempt TEXT NOT NULL UNIQUE,
  raw_bytes INTEGER NOT NULL DEFAULT 0,
  mask_open INTEGER NOT NULL DEFAULT -1,
  bytes INTEGER NOT NULL DEFAULT 0,
  lines INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE output_chunks (
  no INTEGER PRIMARY KEY,
  stream_no INTEGER NOT NULL REFERENCES output_streams (no),
  offset INTEGER NOT NULL,
  bytes INTEGER NOT NULL CHECK (bytes > 0),
  first_line INTEGER NOT NULL,
  lines INTEGER NOT NULL,
  codec TEXT NOT NULL CHECK (codec IN ('raw', 'zstd')),
  data BLOB NOT NULL,
  UNIQUE (stream_no, offset)
) STRICT;

CREATE INDEX output_chunks_by_line ON output_chunks (stream_no, first_line, offset);

CREATE TRIGGER output_chunks_no_delete BEFORE DELETE ON output_chunks
BEGIN SELECT RAISE(ABORT, 'output is append-only: it is never deleted'); END;

CREATE TRIGGER output_chunks_only_grow BEFORE UPDATE ON output_chunks
WHEN NEW.bytes <= OLD.bytes OR NEW.stream_no <> OLD.stream_no OR NEW.offset <> OLD.offset OR NEW.first_line <> OLD.first_line
BEGIN SELECT RAISE(ABORT, 'output is append-only: a chunk only grows'); END;

CREATE TRIGGER output_streams_no_delete BEFORE DELETE ON output_streams
BEGIN SELECT RAISE(ABORT, 'output is append-only: a stream is never deleted'); END;

CREATE TRIGGER output_streams_only_forward BEFORE UPDATE ON output_streams
WHEN NEW.raw_bytes < OLD.raw_bytes OR NEW.bytes < OLD.bytes OR NEW.lines < OLD.lines OR NEW.attempt <> OLD.attempt
BEGIN SELECT RAISE(ABORT, 'output is append-only: a stream only grows'); END;
`

export const output: Migration = { number: 2, name: 'output', sql }
