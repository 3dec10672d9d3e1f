import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readEvidence } from '../../../../main/adapters/files/read-evidence.ts'
import { loadReleaseFolder } from '../../../../main/app/release-folder.ts'

let root: string
let folder: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cockpit-evidence-'))
  folder = join(root, 'release')
  mkdirSync(folder)
  writeFileSync(join(root, 'secret.txt'), 'outside')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const problem = (path: string) => {
  const read = readEvidence(folder, path)
  return 'problem' in read ? read.problem : undefined
}

describe('a file as evidence', () => {
  it('is taken by the digest of its bytes, whatever it is called', () => {
    const bytes = Buffer.from([0, 255, 10])
    writeFileSync(join(folder, '..restore $(x).log'), bytes)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    expect(readEvidence(folder, '..restore $(x).log')).toEqual({ sha256, bytes: 3 })
  })

  it('must lie in the release folder, links followed', () => {
    symlinkSync(join(root, 'secret.txt'), join(folder, 'link.txt'))
    for (const path of ['../secret.txt', join(root, 'secret.txt'), 'link.txt'])
      expect(problem(path)).toContain('lies outside the release folder')
  })

  it('that is missing, a folder or a pipe is refused at once', () => {
    mkdirSync(join(folder, 'logs'))
    execFileSync('mkfifo', [join(folder, 'pipe')])
    expect(problem('nothing.log')).toBe('There is no file nothing.log in the release folder.')
    expect(problem('logs')).toBe('logs is not a regular file.')
    expect(problem('pipe')).toBe('pipe is not a regular file.')
  })
})

describe('a process file', () => {
  it('must lie in the release folder as well', () => {
    writeFileSync(join(folder, 'runbook.md'), '# Production\n\n```sh\ntrue\n```\n')
    writeFileSync(
      join(folder, 'release.yaml'),
      'cockpit: 1\nrelease: { name: A, version: "1" }\nprocess: ../secret.txt\n',
    )
    const { definition, findings } = loadReleaseFolder(folder)
    expect(definition).toBeUndefined()
    expect(findings.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      expect.stringMatching(/^3: process names \.\.\/secret\.txt.*outside the release folder/),
    ])
  })
})
