import { describe, expect, it } from 'vitest'
import { readArguments } from '../../../main/electron/arguments.ts'

describe('the command line of the desktop app', () => {
  it('names a release folder relative to where the person stands', () => {
    expect(readArguments(['cockpit', 'release'], true, '/home/ada')).toEqual({
      folder: '/home/ada/release',
      ledgerFile: undefined,
      release: undefined,
      verify: undefined,
      sample: false,
    })
  })

  it('passes over the program, the app and the flags of Chromium', () => {
    const argv = ['electron', '.', '--no-sandbox', '--db', 'other.db', '--sample', '/srv/release']
    expect(readArguments(argv, false, '/home/ada')).toEqual({
      folder: '/srv/release',
      ledgerFile: '/home/ada/other.db',
      release: undefined,
      verify: undefined,
      sample: true,
    })
  })

  it('does not take the ledger for a folder', () => {
    expect(readArguments(['cockpit', '--db', 'x.db'], true, '/w')).toMatchObject({
      folder: undefined,
      ledgerFile: '/w/x.db',
    })
  })

  it('takes a bundle of the cockpit’s own ending for something to verify, never for a folder, and nothing else', () => {
    const asked = (word: string) => readArguments(['cockpit', word], true, '/w')
    expect(asked('night.cockpit-bundle')).toMatchObject({ verify: '/w/night.cockpit-bundle', folder: undefined })
    expect(asked('/tmp/NIGHT.COCKPIT-BUNDLE')).toMatchObject({ verify: '/tmp/NIGHT.COCKPIT-BUNDLE' })
    for (const other of ['release', 'x.zip', 'cockpit-bundle', '--x.cockpit-bundle'])
      expect(asked(other), other).toMatchObject({ verify: undefined })
  })

  it('shows the release that a link names, and nothing else for whatever a link may say', () => {
    const releaseOf = (link: string) => readArguments(['cockpit', link], true, '/w')
    expect(releaseOf('release-cockpit://releases/parcel-tracker-2.4.0')).toMatchObject({
      release: 'parcel-tracker-2.4.0',
      folder: undefined,
    })
    for (const hostile of [
      'release-cockpit://open/etc',
      'release-cockpit:--db',
      'release-cockpit://releases/a/b',
      'release-cockpit://releases/%E0%A4',
    ])
      expect(releaseOf(hostile)).toMatchObject({ release: undefined, folder: undefined, ledgerFile: undefined })
  })
})
