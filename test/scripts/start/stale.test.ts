import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isStale } from '../../../scripts/start/stale.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'cockpit-stale-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const write = (name: string, atSeconds: number) => {
  const file = path.join(root, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, '')
  utimesSync(file, atSeconds, atSeconds)
}

describe('what npm start builds', () => {
  it('is everything in a fresh clone', () => {
    write('renderer/main.tsx', 100)
    expect(isStale(root, 'client')).toBe(true)
  })

  it('is nothing when nothing changed since', () => {
    write('renderer/main.tsx', 100)
    write('shared/domain/decide.ts', 100)
    write('out/renderer/index.html', 200)
    expect(isStale(root, 'client')).toBe(false)
  })

  it('is the window again when shared code or a dependency changed, and not when only main did', () => {
    write('renderer/main.tsx', 100)
    write('main/app/index.ts', 300)
    write('out/renderer/index.html', 200)
    expect(isStale(root, 'client')).toBe(false)
    write('shared/domain/decide.ts', 300)
    expect(isStale(root, 'client')).toBe(true)
    write('shared/domain/decide.ts', 100)
    write('package-lock.json', 300)
    expect(isStale(root, 'client')).toBe(true)
  })
})
