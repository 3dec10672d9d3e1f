import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { referencedFileDigests } from '../../../../main/adapters/files/referenced-files.ts'
import { loadReleaseFolder } from '../../../../main/app/release-folder.ts'
import { digest, type Sha256 } from '../../../../shared/ids.ts'

const sha256: Sha256 = (data) => digest(createHash('sha256').update(data).digest('hex'))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cockpit-files-'))
  mkdirSync(join(folder, 'deploy'))
  writeFileSync(join(folder, 'release.yaml'), 'cockpit: 1\nrelease: { name: a, version: "1" }\n')
  for (const name of ['x.sh', 'y.mjs', 'deploy/z.sh', 'unused.sh']) writeFileSync(join(folder, name), name)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const filesOf = (runbook: string) => {
  writeFileSync(join(folder, 'runbook.md'), runbook)
  return referencedFileDigests(loadReleaseFolder(folder).definition!, folder, sha256)
}

test('Files that commands name are digested, from the folder and from the directory of the step', () => {
  const found = filesOf(
    '# Production\n\n```sh\n./x.sh --a="b"; node y.mjs ../outside /etc/passwd http://a/b.c\n```\n\n```sh {cwd=deploy}\n./z.sh\n```\n',
  )
  expect(Object.keys(found).sort()).toEqual(['deploy/z.sh', 'x.sh', 'y.mjs'])
  expect(found['x.sh']).toBe(sha256('x.sh'))
})

test('A definition names its files from the folder, findings name them where they lie', () => {
  writeFileSync(join(folder, 'runbook.md'), '# Production\n\n```sh {colour=red}\nls\n```\n')
  const { definition, findings } = loadReleaseFolder(folder)
  expect(definition?.runbook.stages[0]?.steps[0]?.position.file).toBe('runbook.md')
  expect(findings.every(({ file }) => file.startsWith(folder))).toBe(true)
})

test('A certificate authority of a metric that is not in the folder is warned of at the check', () => {
  const metric = (name: string, ca: string) =>
    `  ${name}: { target: { below: 1 }, source: { json: { url: "https://a", path: b, ca: ${ca} } } }\n`
  const metrics = `metrics:\n${metric('m', 'ca.pem')}${metric('n', 'x.sh')}${metric('o', '$CA')}`
  writeFileSync(join(folder, 'release.yaml'), `cockpit: 1\nrelease: { name: a, version: "1" }\n${metrics}`)
  writeFileSync(join(folder, 'runbook.md'), '# Production\n\n```sh\nls\n```\n')
  const found = loadReleaseFolder(folder).findings.filter(({ code }) => code === 'no-ca')
  expect(found.map(({ line, message }) => `${line}: ${message}`)).toEqual([
    '4: The ca "ca.pem" of m is not there: it is looked for in the release folder. The metric is blind without it.',
  ])
})
