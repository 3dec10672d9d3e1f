import type { Migration } from './migration.ts'

/** Measurements as rows. `id` is the order stored, which segments (`samples.sealed`) cover without a hole; late backfill may be older in time. */
const sql = `
CREATE TABLE sample_series (
  no INTEGER PRIMARY KEY,
  release TEXT NOT NULL,
  environment TEXT NOT NULL,
  metric TEXT NOT NULL,
  sealed_to_id INTEGER NOT NULL DEFAULT 0,
  UNIQUE (release, environment, metric)
) STRICT;

CREATE TABLE samples (
  id INTEGER PRIMARY KEY,
  series_no INTEGER NOT NULL REFERENCES sample_series (no),
  at_ms INTEGER NOT NULL,
  value REAL,
  count INTEGER NOT NULL CHECK (count >= 0),
  UNIQUE (series_no, at_ms)
) STRICT;

CREATE INDEX samples_in_order ON samples (series_no, id);

CREATE TRIGGER samples_no_delete BEFORE DELETE ON samples
BEGIN SELECT RAISE(ABORT, 'samples are append-only: they are never deleted'); END;

CREATE TRIGGER samples_no_update BEFORE UPDATE ON samples
BEGIN SELECT RAISE(ABORT, 'samples are append-only: they are never changed'); END;

CREATE TRIGGER sample_series_no_delete BEFORE DELETE ON sample_series
BEGIN SELECT RAISE(ABORT, 'samples are append-only: a series is never deleted'); END;

CREATE TRIGGER sample_series_only_forward BEFORE UPDATE ON sample_series
WHEN NEW.sealed_to_id < OLD.sealed_to_id OR NEW.release <> OLD.release OR NEW.environment <> OLD.environment OR NEW.metric <> OLD.metric
BEGIN SELECT RAISE(ABORT, 'samples are append-only: a series keeps its identity and its seals'); END;
`

export const samples: Migration = { number: 3, name: 'samples', sql }
