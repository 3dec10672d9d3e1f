import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { fullDiskSentence } from '../../../main/app/full-disk.ts'
import { scratchFolder } from '../../../main/app/scratch-folder.ts'

test('what a killed cockpit was opening is removed by the next that opens something; what a living one opens stays', () => {
  const place = mkdtempSync(join(tmpdir(), 'cockpit-scratch-'))
  try {
    const { pid } = spawnSync('true')
    const dead = join(place, `cockpit-replay-${pid}-abcdef`)
    const foreign = join(place, `other-${pid}-abcdef`)
    for (const folder of [dead, foreign]) mkdirSync(folder)
    writeFileSync(join(dead, 'bundle.zip'), 'a copy')
    const mine = scratchFolder('verify', place)
    const next = scratchFolder('replay', place)
    expect([dead, foreign, mine, next].map(existsSync)).toEqual([false, true, true, true])
    expect(basename(next)).toMatch(new RegExp(`^cockpit-replay-${process.pid}-`))
    expect(statSync(next).mode & 0o777).toBe(0o700)
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
})

test('a full disk is called one, whoever found it, and nothing else is', () => {
  for (const code of ['ENOSPC', 'SQLITE_FULL'])
    expect(fullDiskSentence(Object.assign(new Error('x'), { code }))).toMatch(/is full: free some space/)
  expect(fullDiskSentence(Object.assign(new Error('x'), { code: 'ENOENT' }))).toBeUndefined()
})
