/** The bundle of a release that really ran: what is in it, that it verifies alone, and what happens when it cannot be written. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyFile } from '../../../main/app/verify.ts'
import { verifyExport } from '../../../resources/verify.mjs'
import { REPORT_KINDS } from '../../../shared/documents/reports/kinds.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { PythonAuditor } from '../../support/python-auditor.ts'
import { Rig, waitFor } from '../../support/rig.ts'
import { CANNOT_MOUNT, mountSmallDisk } from '../../support/small-disk.ts'

const STEPS = [step('greet', {}, { text: 'echo "hello <b>night</b>"' }), step('count', {}, { text: 'seq 1 60000' })]
const NAME = '../../etc/passwd $(id) <script>'

const verifierPy = new URL('../../../resources/verify.py', import.meta.url).pathname

let rig: Rig
let python: PythonAuditor
beforeAll(async () => {
  python = new PythonAuditor()
  rig = await new Rig(definitionOf([stage('production', STEPS)], { name: NAME })).open()
  rig.tell({ type: 'run.start', stageId: 'production', environment: 'production' })
  await waitFor('the end of the run', () => rig.run?.finished)
})
afterAll(async () => {
  await rig.close()
  await python.close()
})

const exported = (file: string, job?: string) =>
  rig.owner.client.call('ledger.export', {
    release: rig.state.release,
    format: 'bundle',
    file,
    ...(job ? { job } : {}),
  })

test('holds the record, the output, every document that has something to say and a report, and verifies alone elsewhere', async () => {
  const file = join(rig.folder, 'release.zip')
  const before = rig.state.size
  const { anchor } = await exported(file)
  expect(rig.state.size).toBe(before)
  const folder = join(rig.folder, 'elsewhere')
  mkdirSync(folder)
  await python.unpack(file, folder)
  const [size, head] = anchor.split(':')
  expect(await python.verify(folder, { size: Number(size), head: head! })).toMatchObject({
    verdict: 'VALID AND ANCHORED',
  })
  const alone = (...words: string[]) => execFileSync(words[0]!, words.slice(1), { cwd: folder, encoding: 'utf8' })
  expect(alone(process.execPath, 'verify.mjs', '.', '--anchor', anchor)).toContain('VALID AND ANCHORED')
  expect(alone('python3', 'verify.py', '.', '--anchor', anchor)).toContain('VALID AND ANCHORED')

  const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8')
  const outputs = readdirSync(join(folder, 'outputs'))
  expect(outputs.filter((name) => name.endsWith('.log'))).toEqual(['0001-greet-1.log', '0002-count-1.log'])
  expect(read('outputs', '0001-greet-1.log')).toBe('hello <b>night</b>\n')
  expect(read('outputs', '0002-count-1.log').split('\n')).toHaveLength(60_001)
  const documents = readdirSync(join(folder, 'documents'))
  expect(documents).toContain('deployment-plan.md')
  expect(documents.every((name) => REPORT_KINDS.some((kind) => [`${kind}.md`, `${kind}.html`].includes(name)))).toBe(
    true,
  )
  expect(JSON.parse(read('definition', 'definition.json')).name).toContain('etc/passwd')
  const report = read('report.html')
  expect(report).toContain('Timeline')
  expect(report).not.toMatch(/<script/i)
  expect(read('keys', readdirSync(join(folder, 'keys'))[0]!)).toContain('BEGIN PUBLIC KEY')
})

test('the record as CSV, Markdown, HTML and an excerpt: hostile names stay text, output is there, and no file is replaced unasked', async () => {
  const { release, size } = rig.state
  const write = async (format: 'csv' | 'md' | 'html' | 'jsonl', more: object = {}) => {
    const file = join(rig.folder, `log.${format}`)
    const written = await rig.owner.client.call('ledger.export', { release, format, file, ...more })
    return { ...written, text: readFileSync(file, 'utf8') }
  }
  const csv = await write('csv')
  expect(csv.entries).toBe(size)
  expect(csv.text.split('\r\n')).toHaveLength(size + 2)
  await expect(write('csv')).rejects.toThrow(/is there already/)
  const chosen = await write('csv', { overwrite: true, selection: { kinds: ['step.finished'] } })
  expect(chosen.text.match(/"step\.finished"/g)).toHaveLength(chosen.entries)

  const markdown = (await write('md')).text
  expect(markdown).toContain('    hello <b>night</b>\n')
  expect(markdown).toContain('    60000\n')
  expect(markdown).not.toMatch(/^#.*[^\\]<script>/m)

  const html = (await write('html')).text
  expect(html).toContain("default-src 'none'")
  expect(html).toContain('hello &lt;b>night')
  expect(html).not.toMatch(/<script/i)
  await expect(write('html', { overwrite: true, selection: { fromSeq: 9999 } })).rejects.toThrow(/nothing to tell/)

  const excerpt = await write('jsonl', { selection: { fromSeq: 2, toSeq: 3 } })
  expect(excerpt.entries).toBe(2)
  const verdict = (await verifyFile(excerpt.file)).chains[0]
  expect(verdict).toMatchObject({ verdict: 'UNREADABLE', reason: expect.stringMatching(/an excerpt of a record/) })
  const python3 = spawnSync('python3', [verifierPy, excerpt.file], { encoding: 'utf8' })
  expect([python3.status, python3.stdout]).toEqual([13, expect.stringContaining(verdict!.reason)])
  expect(verifyExport(excerpt.file).reason).toBe(verdict!.reason)
})

test('is a sentence and no file at all where it cannot be written or was cancelled', async () => {
  await expect(exported(join(rig.folder, 'nowhere', 'a.zip'))).rejects.toThrow(/there is no such folder/)
  const { client } = rig.owner
  const file = join(rig.folder, 'cancelled.zip')
  const going = exported(file, 'job-1').catch((error: unknown) => String(error))
  expect(await client.call('export.progress', { job: 'job-1' })).toMatchObject({ isRunning: true })
  expect(await client.call('export.cancel', { job: 'job-1' })).toEqual({ cancelled: true })
  expect(await going).toMatch(/was cancelled: nothing was written/)
  expect(await client.call('export.progress', { job: 'job-1' })).toMatchObject({ isRunning: false })
  expect(readdirSync(rig.folder).filter((name) => name.startsWith('cancelled'))).toEqual([])
})

const disk = mountSmallDisk(1024 * 1024)
afterAll(() => disk?.remove())
test.skipIf(!disk)(`leaves nothing on a disk that is too small${disk ? '' : `. ${CANNOT_MOUNT}`}`, async () => {
  disk!.leave(16_384)
  const before = readdirSync(disk!.path)
  await expect(exported(join(disk!.path, 'full.zip'))).rejects.toThrow(/the disk is full/)
  expect(readdirSync(disk!.path)).toEqual(before)
  expect(existsSync(join(disk!.path, 'full.zip'))).toBe(false)
})
