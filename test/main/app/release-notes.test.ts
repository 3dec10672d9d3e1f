/** Release notes from git to the page: what git said is on record once, and what it cannot say takes nothing else away. */
import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reportHtml } from '../../../shared/documents/reports/report-html.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig } from '../../support/rig.ts'

const at = (version: string, previous: string, colour: string) =>
  definitionOf([stage('production', [step('migrate', { reversible: 'no' }, { text: 'psql -f schema.sql' })])], {
    version,
    previous,
    repository: '.',
    environments: [
      { name: 'production', vars: { COLOUR: colour }, secrets: { TOKEN: { env: 'DEPLOY_TOKEN' } }, protected: true },
    ],
  })

const before = new Rig(at('2.3.1', '2.3.0', 'blue'))
const rig = new Rig(at('2.4.0', '2.3.1', 'green'), before.folder)

const who = ['-c', 'user.name=Ada Obi', '-c', 'user.email=ada@example.com']
const git = (...args: string[]) => execFileSync('git', [...who, '-C', rig.folder, ...args])
const commit = (message: string) => git('commit', '-q', '--allow-empty', '-m', message)

const read = async (document: 'release-notes' | 'upgrade-guide' | 'configuration-guide' | 'feature-documentation') => {
  const found = await rig.owner.client.call('document.read', { release: rig.state.release, document })
  if (!found.ok) throw new Error(found.message)
  return found.text
}

beforeAll(async () => {
  await before.open()
  await before.owner.close()
  await rig.open()
})
afterAll(() => rig.close())

test('without a repository the notes say what to do, and everything else stands in them', async () => {
  const text = await read('release-notes')
  expect(text).toMatch(/The history was not read: .* is no git repository: name the one of this release/)
  expect(text).toContain('| production | COLOUR | changed | blue | green |')
  expect(text).toContain('| production | 1 | migrate |')
  expect(rig.state.history).toBeUndefined()
})

test('with one they are made from its commits, which are on record once', async () => {
  git('init', '-q', '-b', 'main')
  commit('feat: long ago')
  git('tag', 'v2.3.1')
  commit('feat(search): find by postcode\n\nType the first letters.')
  commit('fix!: <img src=x onerror=alert(1)> | [l](javascript:x)')
  const text = await read('release-notes')
  expect(text).toMatch(/## Features\n\n- search: Find by postcode \([0-9a-f]{8}, Ada Obi\)/)
  expect(text).toContain('2 commits since 2.3.1, by 1 person.')
  expect(text).toContain('The number does not say so: look whether it is the right one.')
  expect(reportHtml('t', text)).not.toMatch(/<(img|a)\b/)
  const { seq } = rig.state.history!
  expect(await read('upgrade-guide')).toContain('| migrate | not named | Irreversible |')
  expect(await read('feature-documentation')).toContain('> Type the first letters.')
  expect(rig.state.history?.seq).toBe(seq)
  commit('docs: how to search')
  expect(await read('release-notes')).toContain('3 commits since 2.3.1')
  expect(rig.state.history?.seq).toBeGreaterThan(seq)
})

test('the configuration guide has every variable, and of a secret only where it comes from', async () => {
  const text = await read('configuration-guide')
  expect(text).toContain('| COLOUR | green |')
  expect(text).toContain('| TOKEN | secret, from the environment variable DEPLOY_TOKEN |')
})
