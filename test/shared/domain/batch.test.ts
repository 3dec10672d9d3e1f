import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Batch } from '../../../shared/domain/batch.ts'
import { evolve, evolveAll, foldEntries } from '../../../shared/domain/evolve.ts'
import type { ReleaseState } from '../../../shared/domain/state.ts'
import type { Recorded, RecordedEvent } from '../../../shared/events/index.ts'
import { longRecord } from '../../support/long-record.ts'

const EVENTS = longRecord(120)

/** Throws wherever somebody writes to what was handed out. */
function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const each of Object.values(value)) frozen(each)
  return value
}

const oneByOne = (events: readonly RecordedEvent[]) =>
  events.reduce<ReleaseState | undefined>((state, event) => frozen(evolve(state, event)), undefined)

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 })

it('A record folded in batches of any size says what it says folded entry by entry', () => {
  const expected = oneByOne(EVENTS)
  fc.assert(
    fc.property(sizes, (counts) => {
      let state: ReleaseState | undefined
      for (let from = 0, turn = 0; from < EVENTS.length; turn++) {
        const to = from + counts[turn % counts.length]!
        state = evolveAll(state, EVENTS.slice(from, to))
        from = to
      }
      expect(state).toEqual(expected)
    }),
    { numRuns: 50 },
  )
})

it('A state that was handed out never changes, whatever is folded after it', () => {
  fc.assert(
    fc.property(sizes, (counts) => {
      let state: ReleaseState | undefined
      for (let from = 0, turn = 0; from < EVENTS.length; turn++) {
        const to = from + counts[turn % counts.length]!
        // Writing to anything of it would throw.
        state = frozen(evolveAll(state, EVENTS.slice(from, to)))
        from = to
      }
    }),
    { numRuns: 50 },
  )
})

it('What did not change is shared with the state before', () => {
  const before = evolveAll(undefined, EVENTS.slice(0, 60))!
  const after = evolveAll(before, EVENTS.slice(60, 61))!
  expect(EVENTS[60]!.type).toBe('comment.resolved')
  expect(after.comments).not.toBe(before.comments)
  expect(after.notes).toBe(before.notes)
  expect(after.attempts).toBe(before.attempts)
})

it('A record read in slices with one batch is folded as a whole', () => {
  const batch = new Batch()
  let state: ReleaseState | undefined
  for (let from = 0; from < EVENTS.length; from += 7)
    state = foldEntries(EVENTS.slice(from, from + 7) as Recorded[], state, batch)
  expect(state).toEqual(foldEntries(EVENTS as Recorded[]))
})

it('A name that objects have by themselves is kept like any other', () => {
  const before: Record<string, number> = { one: 1 }
  const after = new Batch().put(before, '__proto__' as string, 2)
  expect(Object.entries(after)).toEqual([
    ['one', 1],
    ['__proto__', 2],
  ])
})
