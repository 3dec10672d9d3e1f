import type { Migration } from './migration.ts'

/**
 * The chains. An entry's `id` is `release number × 2^32 + seq`, so that one release's entries lie together and nothing of the record is
 * stored in a second index that could disagree with it; `release_no` and `seq` are computed from it.
 */
const sql = `
CREATE TABLE releases (
  no INTEGER PRIMARY KEY CHECK (no BETWEEN 1 AND 2097151),
  release TEXT NOT NULL UNIQUE,
  ledger_id TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE heads (
  no INTEGER PRIMARY KEY REFERENCES releases (no),
  size INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  updated_at TEXT NOT NULL,
  summary TEXT NOT NULL DEFAULT '{}'
) STRICT;

CREATE TABLE entries (
  id INTEGER PRIMARY KEY,
  release_no INTEGER GENERATED ALWAYS AS (id >> 32) VIRTUAL,
  seq INTEGER GENERATED ALWAYS AS (id & 4294967295) VIRTUAL,
  envelope BLOB NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  salt BLOB CHECK (length(salt) = 16),
  payload BLOB,
  CHECK ((salt IS NULL) = (payload IS NULL))
) STRICT;

CREATE TABLE erasures (
  id INTEGER PRIMARY KEY REFERENCES entries (id),
  recorded_by INTEGER NOT NULL REFERENCES entries (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE owner (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  epoch INTEGER NOT NULL,
  last_seen_at TEXT
) STRICT;
INSERT INTO owner (one, epoch) VALUES (1, 0);

CREATE TRIGGER entries_insert_only BEFORE INSERT ON entries
WHEN EXISTS (SELECT 1 FROM entries WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: this entry exists'); END;

CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: entries are never deleted'); END;

CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries
WHEN NOT (
  NEW.id = OLD.id AND NEW.envelope = OLD.envelope AND NEW.hash = OLD.hash AND NEW.payload IS NULL AND NEW.salt IS NULL
  AND EXISTS (SELECT 1 FROM erasures WHERE id = OLD.id)
)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: only a recorded erasure may empty a payload'); END;

CREATE TRIGGER releases_no_delete BEFORE DELETE ON releases
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: releases are never deleted'); END;

CREATE TRIGGER releases_no_update BEFORE UPDATE ON releases
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: a release keeps its identity'); END;

CREATE TRIGGER erasures_no_delete BEFORE DELETE ON erasures
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: an erasure stays on record'); END;

CREATE TRIGGER erasures_no_update BEFORE UPDATE ON erasures
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: an erasure stays on record'); END;

CREATE TRIGGER heads_no_delete BEFORE DELETE ON heads
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: a chain keeps its head'); END;

CREATE TRIGGER heads_only_forward BEFORE UPDATE ON heads WHEN NEW.size < OLD.size
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: a chain never gets shorter'); END;
`

export const ledger: Migration = { number: 1, name: 'ledger', sql }
