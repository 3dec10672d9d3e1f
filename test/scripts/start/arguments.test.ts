import { describe, expect, it } from 'vitest'
import { readStartArguments } from '../../../scripts/start/arguments.ts'

describe('npm start', () => {
  it('takes a folder relative to where the person stands', () => {
    expect(readStartArguments(['release', '--db', 'x.db'], '/home/ada')).toEqual({
      folder: '/home/ada/release',
      ledgerFile: '/home/ada/x.db',
      sample: false,
      browser: false,
      port: undefined,
      help: false,
    })
  })

  it('explains itself when asked to', () => {
    expect(readStartArguments(['--help'], '/').help).toBe(true)
  })

  it('says what is wrong with what it does not know', () => {
    expect(() => readStartArguments(['--everything'], '/')).toThrow(/--everything/)
    expect(() => readStartArguments(['a', 'b'], '/')).toThrow('Name one release folder.')
    expect(() => readStartArguments(['--port', 'http'], '/')).toThrow('http is no port.')
  })
})
