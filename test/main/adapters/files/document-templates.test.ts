import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkTemplates, templateOf } from '../../../../main/adapters/files/document-templates.ts'
import { loadReleaseFolder } from '../../../../main/app/release-folder.ts'

let root: string
let folder: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'cockpit-templates-'))
  folder = join(root, 'release')
  mkdirSync(join(folder, 'templates'), { recursive: true })
  writeFileSync(
    join(folder, 'release.yaml'),
    'cockpit: 1\nrelease: { name: A, version: "1" }\ndocuments: { templates: templates }\nenvironments: { staging: {} }\n',
  )
  writeFileSync(join(folder, 'runbook.md'), '# Staging\n\n```sh\ntrue\n```\n')
  writeFileSync(join(root, 'secret.md'), 'of somebody else')
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const said = (templates = 'templates') =>
  checkTemplates(folder, templates).map(({ file, message }) => `${file}: ${message}`)

test('mistakes of templates are found by the check of the folder, and keep no release from being loaded', () => {
  writeFileSync(join(folder, 'templates', 'release-notes.md'), '# Notes\n\n{{featurs}}\n')
  const { definition, findings } = loadReleaseFolder(folder)
  expect(definition?.documents).toEqual({ templates: 'templates' })
  expect(findings.find(({ code }) => code === 'unknown-placeholder')).toMatchObject({
    severity: 'error',
    file: join(folder, 'templates', 'release-notes.md'),
    line: 3,
    column: 1,
    message: expect.stringContaining('Did you mean "features"?'),
  })
  expect(templateOf(folder, 'templates', 'release-notes')).toHaveProperty('finding')
  expect(templateOf(folder, 'templates', 'runbook')).toBeUndefined()
})

test('a template of no document, one outside the folder, and a folder that is none are each told', () => {
  rmSync(join(folder, 'templates', 'release-notes.md'))
  writeFileSync(join(folder, 'templates', 'relase-notes.md'), 'x')
  symlinkSync(join(root, 'secret.md'), join(folder, 'templates', 'runbook.md'))
  writeFileSync(join(folder, 'templates', 'checklist.md'), Buffer.from([0, 1, 2]))
  expect(said()).toEqual([
    'templates/checklist.md: This is a binary file, not text.',
    'templates/relase-notes.md: There is no document "relase-notes". Did you mean "release-notes"?',
    'templates/runbook.md: It lies outside the release folder: copy it there, so that it is in git with the rest.',
  ])
  expect(said('..')).toEqual([expect.stringContaining('outside the release folder')])
  expect(said('gone')).toEqual([expect.stringContaining('There is no such file or folder')])
  expect(said('release.yaml')).toEqual([expect.stringContaining('documents.templates names a folder')])
})
