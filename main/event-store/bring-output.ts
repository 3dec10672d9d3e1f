/** Brings stored output from one ledger file into another that has less of it. Doing it twice changes nothing. */
import type Database from 'better-sqlite3'

const STEPS = [
  'INSERT INTO output_streams (attempt) SELECT attempt FROM there.output_streams WHERE true ON CONFLICT DO NOTHING',
  `UPDATE output_chunks SET (bytes, lines, codec, data) = (
     SELECT c.bytes, c.lines, c.codec, c.data FROM there.output_chunks c JOIN there.output_streams t ON t.no = c.stream_no
     JOIN output_streams h ON h.attempt = t.attempt WHERE h.no = output_chunks.stream_no AND c.offset = output_chunks.offset)
   WHERE EXISTS (
     SELECT 1 FROM there.output_chunks c JOIN there.output_streams t ON t.no = c.stream_no
     JOIN output_streams h ON h.attempt = t.attempt
     WHERE h.no = output_chunks.stream_no AND c.offset = output_chunks.offset AND c.bytes > output_chunks.bytes)`,
  `INSERT INTO output_chunks (stream_no, offset, bytes, first_line, lines, codec, data)
   SELECT h.no, c.offset, c.bytes, c.first_line, c.lines, c.codec, c.data
   FROM there.output_chunks c JOIN there.output_streams t ON t.no = c.stream_no JOIN output_streams h ON h.attempt = t.attempt
   WHERE c.offset >= h.bytes AND NOT EXISTS (SELECT 1 FROM output_chunks o WHERE o.stream_no = h.no AND o.offset = c.offset)`,
  `UPDATE output_streams SET (raw_bytes, mask_open, bytes, lines) = (
     SELECT t.raw_bytes, t.mask_open, t.bytes, t.lines FROM there.output_streams t WHERE t.attempt = output_streams.attempt)
   WHERE EXISTS (SELECT 1 FROM there.output_streams t WHERE t.attempt = output_streams.attempt AND t.raw_bytes > output_streams.raw_bytes)`,
  `INSERT INTO output_times (stream_no, at_ms, bytes, lines)
   SELECT h.no, o.at_ms, o.bytes, o.lines
   FROM there.output_times o JOIN there.output_streams t ON t.no = o.stream_no JOIN output_streams h ON h.attempt = t.attempt
   WHERE true ON CONFLICT DO NOTHING`,
]

/** `from` is a whole ledger of this version. */
export function bringOutput(db: Database.Database, from: string): void {
  db.prepare('ATTACH DATABASE ? AS there').run(from)
  try {
    db.transaction(() => {
      for (const sql of STEPS) db.prepare(sql).run()
    }).immediate()
  } finally {
    db.exec('DETACH DATABASE there')
  }
}
