import { describe, expect, it } from 'vitest'
import { readArguments } from '../../../main/electron/arguments.ts'

describe('the command line of the desktop app', () => {
  it('names a release folder relative to where the person stands', () => {
    expect(readArguments(['cockpit', 'release'], true, '/home/ada')).toEqual({
      folder: '/home/ada/release',
      ledgerFile: undefined,
      release: undefined,
      sample: false,
    })
  })

  it('passes over the program, the app and the flags of Chromium', () => {
    const argv = ['electron', '.', '--no-sandbox', '--db', 'other.db', '--sample', '/srv/release']
    expect(readArguments(argv, false, '/home/ada')).toEqual({
      folder: '/srv/release',
      ledgerFile: '/home/ada/other.db',
      release: undefined,
      sample: true,
    })
  })

  it('does not take the ledger for a folder', () => {
    expect(readArguments(['cockpit', '--db', 'x.db'], true, '/w')).toMatchObject({
      folder: undefined,
      ledgerFile: '/w/x.db',
    })
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
