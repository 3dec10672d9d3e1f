import { describe, expect, test } from 'vitest'
import { createCursorStore } from '../../renderer/charts/chart-cursor.ts'
import { dragged } from '../../renderer/views/deck/chart-drag.ts'
import { pressChartKey } from '../../renderer/views/deck/chart-keys.ts'
import { groupMarks } from '../../renderer/views/deck/group-marks.ts'
import type { Stretch } from '../../shared/analysis/what-if.ts'
import type { FeedItem } from '../../shared/domain/project-feed.ts'

const AXIS = { fromMs: 0, toMs: 150_000, columnMs: 1000, mode: 'live' } as const

/** Presses keys one after another; Shift is written before a key. */
function press(...keys: string[]) {
  const cursor = createCursorStore()
  let shown: Stretch | 'by itself' | undefined
  for (const key of keys)
    pressChartKey({ key: key.replace('Shift ', ''), shiftKey: key.startsWith('Shift ') }, AXIS, cursor, (stretch) => {
      shown = stretch ?? 'by itself'
    })
  return { ...cursor.getState(), shown }
}

describe('The cursor of the charts, by keyboard', () => {
  test('begins at the newest column and moves by one, by ten, and to the ends', () => {
    expect(press('ArrowLeft').atMs).toBe(149_000)
    expect(press('PageUp', 'ArrowRight').atMs).toBe(141_000)
    expect(press('Home').atMs).toBe(0)
    expect(press('Home', 'ArrowLeft').atMs).toBe(0)
  })
  test('selects a stretch with Shift, and Enter shows it', () => {
    expect(press('Home', 'Shift PageDown', 'Shift ArrowRight', 'Enter')).toMatchObject({
      shown: { fromMs: 0, toMs: 11_000 },
      selection: undefined,
    })
    expect(press('End', 'Shift PageUp', 'ArrowLeft').selection).toBeUndefined()
  })
  test('zooms around where it stands', () => {
    expect(press('Home', '+').shown).toEqual({ fromMs: 0, toMs: 75_000 })
    expect(press('End', '-').shown).toEqual({ fromMs: -150_000, toMs: 150_000 })
  })
  test('Escape gives up the selection, then the cursor, then the stretch', () => {
    expect(press('End', 'Shift ArrowLeft', 'Escape')).toMatchObject({ atMs: 149_000, selection: undefined })
    expect(press('End', 'Escape').atMs).toBeUndefined()
    expect(press('End', 'Escape', 'Escape').shown).toBe('by itself')
  })
})

test('the window over all that is recorded moves and stretches, and stays within it', () => {
  const all = { fromMs: 0, toMs: 100 }
  const from = { fromMs: 20, toMs: 40 }
  expect(dragged({ grip: 'move', atMs: 30, from }, 50, all)).toEqual({ fromMs: 40, toMs: 60 })
  expect(dragged({ grip: 'move', atMs: 30, from }, 500, all)).toEqual({ fromMs: 80, toMs: 100 })
  expect(dragged({ grip: 'to', atMs: 40, from }, 10, all)).toEqual({ fromMs: 10, toMs: 20 })
  expect(dragged({ grip: 'new', atMs: 70, from }, 60, all)).toEqual({ fromMs: 60, toMs: 70 })
})

test('marks that would cover one another are one, with the gravest on top and the words of all', () => {
  const mark = (seq: number, atMs: number, kind: FeedItem['kind']): FeedItem => ({
    seq,
    atMs,
    kind,
    who: 'Cockpit',
    text: '',
  })
  const groups = groupMarks(
    [
      mark(1, 1000, 'note'),
      mark(2, 50_000, 'breach'),
      mark(3, 52_000, 'fired'),
      mark(4, 53_000, 'note'),
      mark(5, 900_000, 'note'),
    ],
    AXIS,
  )
  expect(groups.map(({ shown, items }) => [shown.kind, items.length])).toEqual([
    ['note', 1],
    ['fired', 3],
  ])
})
