/** Versions people make of documents: kept, compared, brought together, published, and what a hostile or late one cannot do. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withoutStamp } from '../../../shared/documents/reports/stamp.ts'
import { documentDigest } from '../../../shared/domain/documents/select-documents.ts'
import { findItemView, projectProcess } from '../../../shared/domain/process/project-process.ts'
import { selectSubject } from '../../../shared/domain/signoffs/subject-words.ts'
import { parseProcess } from '../../../shared/process/parse-process.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig } from '../../support/rig.ts'

const FILE = join(import.meta.dirname, '../../../resources/process/deployment-release.yaml')
const { process } = parseProcess('process.yaml', readFileSync(FILE, 'utf8'))

const DEFINITION = definitionOf([stage('production', [step('deploy', {}, { text: 'echo deployed' })])], {
  process: { ...process!, productionRequires: [] },
})
const ADA = { name: 'Ada Obi' }
const JO = { name: 'Jo Weber', role: 'product-owner' }

let rig: Rig
beforeAll(async () => {
  rig = await new Rig(DEFINITION).open()
})
afterAll(() => rig.close())

const client = () => rig.owner.client
const release = () => rig.state.release
const document = 'known-issues' as const

async function read(version?: number) {
  const found = await client().call('document.read', {
    release: release(),
    document,
    ...(version === undefined ? {} : { version }),
  })
  if (!found.ok) throw new Error(found.message)
  return found
}

const save = (text: string, baseVersion: number, as = ADA) =>
  client().call('document.save', { release: release(), document, text, baseVersion, as })

const messageOf = (said: Awaited<ReturnType<typeof save>>) => (said.ok ? 'ok' : said.rejection.message)

describe('a document that people edit', () => {
  test('is kept as they wrote it, with who, what it was made from, and the digest an approval binds', async () => {
    const { text, version } = await read()
    expect(version).toBe(0)
    const saved = await save(text.replace('None.', 'Labels print upside down.'), 0)
    expect(saved).toMatchObject({ ok: true, version: 1 })
    const kept = await read()
    expect(kept).toMatchObject({ version: 1, isBehind: false, digest: saved.ok && saved.digest })
    expect(kept.text).toContain('Labels print upside down.')
    expect(kept.markdown).toMatch(/Version 1 by Ada Obi, .*SHA-256/)
    expect(kept.markdown).toContain(`from the record ${rig.state.size}:${rig.state.head}`)
    expect(documentDigest(rig.state, document)).toBe(kept.digest)
    expect(documentDigest(rig.state, document, 2)).toBeUndefined()
    expect(rig.state.documents?.[document]?.versions[0]).toMatchObject({ version: 1, baseVersion: 0 })
  })

  test('stays as it is when the facts change, and both changes can be brought together', async () => {
    rig.tell({ type: 'issue.declare', environment: 'production', severity: 'low', words: 'A typo on the label' })
    const kept = await read()
    expect(kept).toMatchObject({ version: 1, isBehind: true })
    expect(kept.text).not.toContain('A typo')
    const compared = await client().call('document.compare', { release: release(), document, from: 1, to: 0 })
    if (!compared.ok || !compared.merged) throw new Error('not compared')
    expect(compared.lines.some(({ kind, text }) => kind === 'added' && text.includes('A typo on the label'))).toBe(true)
    expect(compared.merged.conflicts).toBe(0)
    expect(compared.merged.text).toContain('Labels print upside down.')
    expect(compared.merged.text).toContain('A typo on the label')
    expect(await save(compared.merged.text, 1)).toMatchObject({ ok: true, version: 2 })
    expect(await read()).toMatchObject({ version: 2, isBehind: false })
  })

  test('of two windows the second is told what it has not seen, and nothing is lost', async () => {
    const { text } = await read()
    expect(await save(`${text}\nOf Jo.`, 2, JO)).toMatchObject({ ok: true, version: 3 })
    expect(messageOf(await save(`${text}\nOf Ada.`, 2))).toMatch(
      /^Version 3 was saved by Jo Weber, Product Owner, .* after you began with version 2\. Take it in first/,
    )
    expect((await read()).text).toContain('Of Jo.')
  })

  test('goes back to an earlier version as a new one', async () => {
    const first = await read(1)
    const back = { release: release(), document, baseVersion: 3, restores: 1, as: ADA }
    expect(await client().call('document.save', back)).toMatchObject({ ok: true, version: 4 })
    expect((await read()).digest).toBe(first.digest)
    expect(rig.state.documents?.[document]?.versions[3]).toMatchObject({ restores: 1 })
  })

  test.each([
    ['a file of 5 MB', 'x'.repeat(5_000_000), /^The text has 5001 kB; at most 160 kB/],
    ['a binary file', `%PDF\0\u0001`, /^This is not text/],
    ['half a character', 'a\ud800', /^This is not text/],
    ['nothing', ' \n\n', /^The text is empty/],
  ])('%s is refused in a sentence', async (_, text, sentence) => {
    const size = rig.state.size
    expect(messageOf(await save(text, 4))).toMatch(sentence)
    expect(rig.state.size).toBe(size)
  })

  test('the same text again is no version', async () => {
    const { text } = await read()
    await save(`${text}\nMore.`, 4)
    expect(messageOf(await save(`${text}\r\nMore.\r\n\r\n`, 5))).toBe('Nothing changed: this is version 5 as it is.')
  })
})

describe('publishing', () => {
  const item = () => findItemView(projectProcess(rig.state, Date.now())!, 'documentation/known-issues')!

  test('binds what was shown, and makes the deliverable done', async () => {
    const { version, digest } = await read()
    const asked = { release: release(), document, version, as: JO }
    expect(item().status).toBe('open')
    const wrong = await client().call('document.publish', { ...asked, digest: (await read(1)).digest })
    expect(messageOf(wrong)).toContain('not what you were shown any more')
    expect(await client().call('document.publish', { ...asked, digest })).toMatchObject({ ok: true, version: 5 })
    expect(item()).toMatchObject({ status: 'done', words: 'Version 5 was published by Jo Weber, Product Owner.' })
    expect((await read()).markdown).toContain('published by Jo Weber, Product Owner')
    await save('# Something else', 5)
    expect(item().words).toContain('Version 6 is not published.')
  })

  test('of what the record says keeps it as version 1, so that a digest stands for it', async () => {
    const of = { release: release(), document: 'runbook' as const }
    const found = await client().call('document.read', of)
    if (!found.ok) throw new Error(found.message)
    const { digest } = found
    const said = await client().call('document.publish', { ...of, version: 0, digest, as: ADA })
    expect(said).toMatchObject({ ok: true, version: 1, digest })
    expect(documentDigest(rig.state, 'runbook', 1)).toBe(digest)
    expect(await client().call('document.read', of)).toMatchObject({ version: 1, isBehind: false, text: found.text })
  })
})

describe('an approval of a document', () => {
  const about = { kind: 'document', subjectId: 'known-issues' } as const
  const give = (digest: ReturnType<typeof documentDigest>) =>
    rig.tell({ type: 'approval.give', role: 'tech-lead', decision: 'go', about, digest: digest! })
  const word = () =>
    selectSubject(rig.state, about)
      ?.roles.find(({ role }) => role === 'tech-lead')
      ?.words.at(-1)

  test('binds the text of its newest version, stands on every copy, and is void when that changes', async () => {
    const { digest, version, text } = await read()
    expect(give((await read(1)).digest)).toHaveProperty('rejection')
    expect(give(digest)).toHaveProperty('events')
    expect(word()?.standing).toBe('stands')
    const { markdown } = await read()
    expect(markdown).toMatch(/\n- Tech Lead: GO by Ada Obi, claimed, /)
    expect(withoutStamp(markdown)).toEqual({ text, version })
    await save(`${text}\nOne word more.`, version)
    expect(word()).toMatchObject({ standing: 'void', changes: [{ before: `SHA-256 ${digest}` }] })
    await client().call('document.save', {
      release: release(),
      document,
      baseVersion: version + 1,
      restores: version,
      as: ADA,
    })
    expect(word()?.standing).toBe('stands')
  })

  test('needs a version on record: what is only generated changes with every entry', () => {
    const said = rig.tell({
      type: 'approval.give',
      role: 'tech-lead',
      decision: 'go',
      about: { kind: 'document', subjectId: 'checklist' },
      digest: documentDigest(rig.state, 'known-issues')!,
    })
    expect('rejection' in said && said.rejection.message).toMatch(/^No version of a document "checklist" is on record/)
  })
})
