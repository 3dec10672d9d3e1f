import { hash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { closeDatabase, openDatabase } from '../../../main/event-store/database.ts'
import { createSampleStore } from '../../../main/event-store/samples.ts'
import type { SampleStore, Series } from '../../../main/ports/sample-store.ts'
import { decimate } from '../../../shared/analysis/decimate.ts'
import type { Sample } from '../../../shared/contract/results.ts'
import { releaseId } from '../../../shared/ids.ts'

let folder: string
let db: Database.Database
let store: SampleStore
const errors: Series = { release: releaseId('app-1'), environment: 'production', metric: 'error-rate' }
const latency: Series = { ...errors, metric: 'p95' }

const open = () => {
  db = openDatabase(join(folder, 'ledger.db'))
  store = createSampleStore(db)
}
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cockpit-samples-'))
  open()
})
afterEach(async () => {
  closeDatabase(db)
  await rm(folder, { recursive: true, force: true })
})

const row = (second: number, value: number | null = second / 10): Sample => [
  second * 1000,
  value,
  value === null ? 0 : 20,
]
const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => row(from + index))

describe('stored samples', () => {
  it('are read back as they were, per release, environment and metric, in time order', () => {
    store.append(errors, [row(3), row(1), row(2, null)])
    store.append(latency, [row(2, 182.25)])
    expect(store.read(errors, 0, 10_000)).toEqual([row(1), row(2, null), row(3)])
    expect(store.read(errors, 2000, 2000)).toEqual([row(2, null)])
    expect(store.read({ ...errors, environment: 'staging' }, 0, 10_000)).toEqual([])
    expect(store.read(latency, 0, 10_000)).toEqual([[2000, 182.25, 20]])
  })

  it('are still there after closing and opening the ledger', () => {
    store.append(errors, rows(0, 5))
    closeDatabase(db)
    open()
    expect(store.last(errors, 2)).toEqual(rows(3, 5))
  })

  it('are never changed: a second value for the same time is left out, updates and deletes are refused', () => {
    expect(store.append(errors, [row(1, 5)])).toBe(1)
    expect(store.append(errors, [row(1, 7), row(2, 7)])).toBe(1)
    expect(store.read(errors, 0, 9000)).toEqual([row(1, 5), row(2, 7)])
    expect(() => db.exec('UPDATE samples SET value = 0')).toThrow('append-only')
    expect(() => db.exec('DELETE FROM samples')).toThrow('append-only')
  })

  it('decimated, keep their extremes and gaps, four hours of them included', () => {
    const fourHours = rows(0, 14_400).map((sample): Sample => (sample[0] === 7_000_000 ? [sample[0], 9999, 1] : sample))
    store.append(
      errors,
      fourHours.filter(([atMs]) => atMs < 3_000_000 || atMs > 3_600_000),
    )
    const shown = decimate(store.read(errors, 0, 14_400_000), 300, 3000)
    expect(shown.length).toBeLessThanOrEqual(300)
    expect(shown).toContainEqual([7_000_000, 9999, 1])
    const gap = shown.findIndex(([, value]) => value === null)
    expect(shown[gap]![0]).toBeGreaterThan(3_000_000)
    expect(shown[gap]![0]).toBeLessThan(3_600_000)
  })
})

describe('sealing', () => {
  it('covers every row once, in the order stored, with a digest anybody can compute again', () => {
    store.append(errors, [row(5), row(6, null)])
    // Found late, older in time: part of the next rows to be sealed all the same.
    store.append(errors, [row(1)])
    const first = store.nextSegment(errors, 2)!
    expect(first).toMatchObject({ fromMs: 5000, toMs: 6000, count: 2 })
    expect(first.digest).toBe(hash('sha256', '5000\t0.5\t20\n6000\tnull\t0\n'))
    expect(store.nextSegment(errors, 2)).toEqual(first)
    store.markSealed(errors, first)
    expect(store.unsealed(errors)).toBe(1)
    const second = store.nextSegment(errors, 100)!
    expect(second).toMatchObject({ fromMs: 1000, toMs: 1000, count: 1 })
    store.markSealed(errors, second)
    expect(store.nextSegment(errors, 100)).toBeUndefined()
  })

  it('is not said twice, and survives a restart', () => {
    store.append(errors, rows(0, 3))
    const segment = store.nextSegment(errors, 100)!
    store.markSealed(errors, segment)
    expect(() => store.markSealed(errors, segment)).toThrow('not the next one')
    closeDatabase(db)
    open()
    expect(store.unsealed(errors)).toBe(0)
    store.append(latency, rows(0, 3))
    store.append(errors, rows(3, 4))
    expect(store.nextSegment(errors, 100)).toMatchObject({ count: 1, fromMs: 3000 })
  })
})
