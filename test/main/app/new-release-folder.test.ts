/** A new release as files: from the last release and around an existing plan. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { planNewRelease, writePlanned } from '../../../main/app/new-release/plan-new-release.ts'
import { loadReleaseFolder } from '../../../main/app/release-folder.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'cockpit-next-'))
  const put = (path: string, text: string) => {
    mkdirSync(join(home, 'last', path, '..'), { recursive: true })
    writeFileSync(join(home, 'last', path), text)
  }
  put(
    'release.yaml',
    'cockpit: 1\nrelease: { name: A, version: 1.0.0 } # ours\nenvironments: { production: { secrets: { TOKEN: { file: scripts/token } } } }\n',
  )
  put('runbook.md', '# A\n\n## Production\n\n```sh\n./scripts/go.sh\n```\n')
  put('scripts/go.sh', '#!/bin/sh\n. ./scripts/lib/say.sh\n')
  put('scripts/lib/say.sh', 'echo hello\n')
  put('scripts/token', 'very secret')
  put('scripts/.env', 'TOKEN=very secret')
  put('signoffs/ada.json', '{}')
  put('notes.txt', 'nobody names it')
  chmodSync(join(home, 'last/scripts/go.sh'), 0o755)
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const fromLast = (folder: string) =>
  planNewRelease({
    folder: join(home, folder),
    from: { kind: 'release', folder: join(home, 'last'), version: '1.1.0' },
  })

const planned = (found: ReturnType<typeof planNewRelease>) => {
  if ('problem' in found) throw new Error(found.problem)
  return found
}

it('the next release has what the commands of the last one name and lies beside it, but no secret and nothing that was signed', () => {
  const plan = planned(fromLast('deep/next'))
  expect(existsSync(join(home, 'deep'))).toBe(false)
  expect(writePlanned(plan)).toMatchObject({ paths: expect.any(Array) })
  const next = join(home, 'deep/next')
  expect(readdirSync(next, { recursive: true }).toSorted()).toEqual(
    ['release.yaml', 'runbook.md', 'scripts', 'scripts/go.sh', 'scripts/lib', 'scripts/lib/say.sh'].toSorted(),
  )
  expect(statSync(join(next, 'scripts/go.sh')).mode & 0o111).not.toBe(0)
  expect(plan.left.map(({ path }) => path)).toEqual(['scripts/.env', 'scripts/token'])
  expect(readFileSync(join(next, 'release.yaml'), 'utf8')).toContain('# ours')
  expect(loadReleaseFolder(next).definition).toMatchObject({ version: '1.1.0', previous: '1.0.0' })
})

it('nothing that is there is overwritten, and of a write that fails nothing is left', () => {
  mkdirSync(join(home, 'next'))
  writeFileSync(join(home, 'next/runbook.md'), 'mine')
  expect(fromLast('next')).toMatchObject({
    field: 'folder',
    problem: expect.stringContaining('has runbook.md already'),
  })
  expect(fromLast('last')).toMatchObject({ field: 'folder' })
  expect(fromLast('last/notes.txt')).toMatchObject({ field: 'folder', problem: expect.stringContaining('is a file') })

  const plan = planned(fromLast('later'))
  mkdirSync(join(home, 'later/scripts/lib'), { recursive: true })
  writeFileSync(join(home, 'later/scripts/lib/say.sh'), 'mine')
  expect(writePlanned(plan)).toMatchObject({ problem: expect.stringContaining('nothing of it is left') })
  expect(readdirSync(join(home, 'later'), { recursive: true }).toSorted()).toEqual([
    'scripts',
    'scripts/lib',
    'scripts/lib/say.sh',
  ])
  expect(readFileSync(join(home, 'later/scripts/lib/say.sh'), 'utf8')).toBe('mine')
})

it('an existing plan is copied as it is, with what is in it told', () => {
  const file = join(home, 'plan.md')
  const bytes = Buffer.from(
    '\ufeff# Move the mail 3.2\r\n\r\n## Production\r\n\r\n```sh\r\nkubectl delete ns "$NAMESPACE"\r\n```\r\n',
  )
  writeFileSync(file, bytes)
  const from = { kind: 'plan', file, version: '3.2.1' } as const
  const plan = planned(planNewRelease({ folder: join(home, 'mail'), from }))
  writePlanned(plan)
  expect(readFileSync(join(home, 'mail/runbook.md')).equals(bytes)).toBe(true)
  expect(plan.findings.map(({ code }) => code)).toContain('destructive')
  const { definition } = loadReleaseFolder(join(home, 'mail'))
  expect(definition).toMatchObject({ name: 'Move the mail', version: '3.2.1' })
  expect(definition?.environments).toMatchObject([
    { name: 'production', protected: true, vars: { NAMESPACE: 'FILL IN' } },
  ])
  const missing = { kind: 'plan', file: join(home, 'nowhere.md'), version: '1' } as const
  expect(planNewRelease({ folder: join(home, 'x'), from: missing })).toMatchObject({ field: 'source' })
})
