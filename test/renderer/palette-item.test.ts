import { describe, expect, it } from 'vitest'
import { findItems, type PaletteItem } from '../../renderer/views/palette/palette-item.ts'

const item = (group: PaletteItem['group'], label: string, hint = ''): PaletteItem => ({
  group,
  label,
  hint,
  perform: () => {},
})
const ITEMS = [
  item('Actions', 'Pause the run…', 'run'),
  item('Actions', 'Export the record…', 'bundle, JSONL'),
  item('Views', 'Runbook', 'view'),
  item('Steps', 'Warm up and run smoke tests', 'step 1.2, staging'),
  item('Documents', 'Rollback plan', 'document'),
]
const labels = (text: string) => findItems(ITEMS, text).map(({ label }) => label)

describe('The palette', () => {
  it('shows everything in its own order while nothing is typed', () => {
    expect(labels('  ')).toEqual(ITEMS.map(({ label }) => label))
  })

  it('puts what begins with the typed words before what only holds them', () => {
    expect(labels('run')).toEqual(['Runbook', 'Pause the run…', 'Warm up and run smoke tests'])
  })

  it('asks for every word, in any order and case, and looks at hints and groups too', () => {
    expect(labels('STAGING warm')).toEqual(['Warm up and run smoke tests'])
    expect(labels('bundle')).toEqual(['Export the record…'])
    expect(labels('documents plan')).toEqual(['Rollback plan'])
    expect(labels('run nowhere')).toEqual([])
  })
})
