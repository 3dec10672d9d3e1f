import { describe, expect, it } from 'vitest'
import { readArguments } from '../../../main/electron/arguments.ts'

describe('the command line of the desktop app', () => {
  it('names a release folder relative to where the person stands', () => {
    expect(readArguments(['cockpit', 'release'], true, '/home/ada')).toEqual({
      folder: '/home/ada/release',
      ledgerFile: undefined,
      sample: false,
    })
  })

  it('passes over the program, the app and the flags of Chromium', () => {
    const argv = ['electron', '.', '--no-sandbox', '--db', 'other.db', '--sample', '/srv/release']
    expect(readArguments(argv, false, '/home/ada')).toEqual({
      folder: '/srv/release',
      ledgerFile: '/home/ada/other.db',
      sample: true,
    })
  })

  it('does not take the ledger for a folder', () => {
    expect(readArguments(['cockpit', '--db', 'x.db'], true, '/w')).toMatchObject({
      folder: undefined,
      ledgerFile: '/w/x.db',
    })
  })
})
