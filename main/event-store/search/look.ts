import type Database from 'better-sqlite3'
import { type AttemptId, releaseId } from '../../../shared/ids.ts'
import type { Seen } from './messages.ts'

/** How large releases and outputs are now. Outputs behind `behindStream` come with their attempt. */
export function createLook(db: Database.Database): (behindStream: number) => Seen {
  const releases = db.prepare<[], { release: string; size: number }>(
    'SELECT release, size FROM releases JOIN heads USING (no) ORDER BY updated_at DESC, no DESC',
  )
  const streams = db.prepare<[], [no: number, bytes: number]>('SELECT no, bytes FROM output_streams ORDER BY no').raw()
  const attempts = db
    .prepare<[number], AttemptId>('SELECT attempt FROM output_streams WHERE no > ? ORDER BY no')
    .pluck()
  const read = db.transaction((behindStream: number): Seen => {
    return {
      streams: Float64Array.from(streams.all().flat()),
      newAttempts: attempts.all(behindStream),
      releases: releases.all().map(({ release, size }) => ({ release: releaseId(release), size })),
    }
  })
  return (behindStream) => read(behindStream)
}
