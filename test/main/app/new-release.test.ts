import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { strategyNames, writeNewRelease } from '../../../main/app/new-release.ts'
import { loadReleaseFolder } from '../../../main/app/release-folder.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cockpit-new-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const wanted = (strategy: string) => ({
  folder: join(folder, 'release'),
  strategy,
  name: 'Parcel: "Quotes" & $& more',
  version: '2.10',
  previous: '2.9',
})

describe.each(strategyNames())('a new %s release', (strategy) => {
  it('is checked without an error or a warning, and has a way back from every stage', () => {
    writeNewRelease(wanted(strategy))
    const { definition, findings } = loadReleaseFolder(join(folder, 'release'))
    expect(findings.filter(({ severity }) => severity !== 'hint')).toEqual([])
    expect(definition).toMatchObject({ name: 'Parcel: "Quotes" & $& more', version: '2.10', previous: '2.9' })
    expect(definition?.strategy.kind).toBe(strategy)
    const stages = definition?.runbook.stages ?? []
    expect(stages.map(({ kind, environment }) => environment ?? kind)).toEqual(
      expect.arrayContaining(['staging', 'production', 'rollback']),
    )
  })
})

describe('a new release', () => {
  it('overwrites nothing', () => {
    const { folder: target } = wanted('canary')
    writeNewRelease(wanted('canary'))
    writeFileSync(join(target, 'release.yaml'), 'mine')
    expect(() => writeNewRelease(wanted('rolling'))).toThrow(/has release.yaml and runbook.md already/)
    expect(readFileSync(join(target, 'release.yaml'), 'utf8')).toBe('mine')
  })

  it('of an unknown strategy is refused with those there are', () => {
    expect(() => writeNewRelease(wanted('../samples'))).toThrow('There is: big-bang, blue-green, canary, rolling.')
  })
})
