/** What a person prefers is kept, and what is kept wrongly does no harm. */
import { expect, test } from 'vitest'
import {
  folderBegin,
  keepPreferences,
  objectToFolder,
  objectToName,
  readPreferences,
} from '../../renderer/state/preferences.ts'
import { firstSteps } from '../../renderer/views/pages/first-steps.ts'

const holding = (text: string | null) => ({ getItem: () => text })

test('preferences come back as they were kept', () => {
  const kept: string[] = []
  const chosen = { ...readPreferences(undefined), theme: 'light' as const, isShared: true, volume: 0.2, folder: '/srv' }
  keepPreferences({ setItem: (_, text) => void kept.push(text) }, chosen)
  expect(readPreferences(holding(kept.at(-1)!))).toEqual(chosen)
})

test.each([
  null,
  '',
  'no json',
  '[]',
  '7',
  '{"theme":"pink","person":7,"volume":"loud","isShared":"yes","metricsPanel":{},"folder":[1]}',
])('%s leaves what nobody chose', (text) => {
  expect(readPreferences(holding(text))).toEqual(readPreferences(undefined))
})

test('a volume out of range is brought into it', () => {
  expect(readPreferences(holding('{"volume":99}')).volume).toBe(1)
  expect(readPreferences(holding('{"volume":-1}')).volume).toBe(0)
})

test('a folder is a whole path, and a name has something to read', () => {
  expect(['', '/srv/releases', 'C:\\releases', '\\\\share\\x'].map(objectToFolder)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
  expect(objectToFolder('releases')).toMatch(/whole path/)
  expect([objectToName('Ada Obi'), objectToName('')]).toEqual([undefined, undefined])
  expect(objectToName('  ')).toBeTruthy()
  expect(objectToName('Ada\u202e')).toBeTruthy()
  expect(['', '/srv', '/srv/', 'C:\\r'].map(folderBegin)).toEqual(['', '/srv/', '/srv/', 'C:\\r\\'])
})

test('the first steps are done when a sample has run and a release of one’s own is there', () => {
  const sample = { folder: '/data/samples/parcel-tracker', status: 'never run' }
  expect(firstSteps([])).toEqual({ hasDeployed: false, hasOwn: false })
  expect(firstSteps([sample])).toEqual({ hasDeployed: false, hasOwn: false })
  expect(
    firstSteps([
      { ...sample, status: 'rolled back' },
      { folder: '/srv/shop', status: 'never run' },
    ]),
  ).toEqual({
    hasDeployed: true,
    hasOwn: true,
  })
})
