/** A bundle opened for a replay: what it gives is what the ledger it came from gives, and one that does not verify gives nothing. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { attemptId } from '../../../shared/ids.ts'
import { momentAt, timesOf } from '../../../shared/replay/moments.ts'
import { replayClient } from '../../../shared/replay/replay-client.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig, waitFor } from '../../support/rig.ts'
import { smallBundle } from '../../support/small-bundle.ts'

const STEPS = [
  step('greet', {}, { text: 'echo hello; cat ready.fifo; echo done' }),
  step('count', {}, { text: 'seq 1 60000' }),
]

let rig: Rig
let file: string
/** A moment between the two lines of the first step. */
let between: number
beforeAll(async () => {
  rig = new Rig(definitionOf([stage('production', STEPS)]))
  const gate = join(rig.folder, 'go')
  STEPS[0]!.text = `echo hello; until [ -e ${gate} ]; do sleep 0.05; done; echo done`
  await rig.open()
  rig.tell({ type: 'run.start', stageId: 'production', environment: 'production' })
  const stored = (bytes: number) => async () => {
    const attempt = rig.attempt('greet')?.id
    return attempt && (await rig.owner.client.call('output.head', { attempt })).bytes >= bytes
  }
  await waitFor('the first line', stored(6))
  between = Date.now()
  await waitFor('a later tenth of a second', () => Date.now() > between + 200)
  writeFileSync(gate, '')
  await waitFor('the end of the run', () => rig.run?.finished)
  file = join(rig.folder, 'release.zip')
  await rig.owner.client.call('ledger.export', { release: rig.state.release, format: 'bundle', file })
})
afterAll(() => rig.close())

const open = (which: string, job = 'job') => rig.owner.client.call('bundle.open', { file: which, job })
const copies = () => readdirSync(tmpdir()).filter((name) => name.startsWith('cockpit-replay-')).length

test('gives the entries, output, search and times of the ledger it came from', async () => {
  const { client } = rig.owner
  const { release } = rig.state
  const before = copies()
  const opened = await open(file)
  if (!opened.ok) throw new Error(opened.message)
  const { bundle } = opened
  // Nothing of it has a name on the disk while it is open, so a cockpit that is killed leaves nothing.
  expect(copies()).toBe(before)
  expect(opened).toMatchObject({ release, verdict: 'VALID, COMPLETENESS UNPROVEN', size: rig.state.size })
  expect(await client.call('events.read', { release, bundle, limit: 5000 })).toEqual(
    await client.call('events.read', { release, limit: 5000 }),
  )
  const attempt = rig.attempt('count')!.id
  for (const asked of [{ offset: 70_000 }, { line: 59_990 }])
    expect(await client.call('output.read', { attempt, bundle, length: 100, ...asked })).toEqual(
      await client.call('output.read', { attempt, length: 100, ...asked }),
    )
  expect(await client.call('output.find', { attempt, bundle, text: '5999' })).toEqual(
    await client.call('output.find', { attempt, text: '5999' }),
  )
  const { times } = await client.call('output.times', { attempt: rig.attempt('greet')!.id })
  expect(times.map(([, bytes, lines]) => [bytes, lines])).toEqual([
    [6, 1],
    [11, 2],
  ])
  const copied = await client.call('output.times', { attempt: rig.attempt('greet')!.id, bundle })
  expect(copied.times.slice(0, 2)).toEqual(times)
  expect(await client.call('bundle.close', { bundle })).toEqual({ closed: true })
  await expect(client.call('output.head', { attempt, bundle })).rejects.toThrow(/open the file again/)
})

test('shows, replayed, the output as it was while the step ran, from the ledger and from the bundle alike', async () => {
  const { client } = rig.owner
  const { release } = rig.state
  const attempt = rig.attempt('greet')!.id
  const opened = await open(file)
  if (!opened.ok) throw new Error(opened.message)
  const { events } = await client.call('events.read', { release, limit: 5000 })
  for (const more of [{}, { bundle: opened.bundle }]) {
    const replay = replayClient({
      recording: {
        release,
        events,
        source: { call: (method, params) => client.call(method, { ...params, ...more }) },
      },
      moment: () => momentAt(timesOf(events), between),
      hello: () => undefined,
    })
    const { bytes } = await replay.call('output.read', { attempt, offset: 0, length: 100 })
    expect(Buffer.from(bytes).toString()).toBe('hello\n')
  }
  await client.call('bundle.close', { bundle: opened.bundle })
})

test('samples of a bundle are read as those of a ledger', async () => {
  const { client } = rig.owner
  const small = await smallBundle(rig.folder, 'small')
  const opened = await open(small.file)
  if (!opened.ok) throw new Error(opened.message)
  const { bundle, release } = opened
  const asked = { release, bundle, environment: 'p', metric: 'error-rate', fromMs: 0, toMs: 2500 }
  expect(await client.call('samples.read', asked)).toEqual({
    samples: [
      [1000, 0.02, 120],
      [2000, null, 0],
    ],
    isDecimated: false,
  })
  expect(await client.call('output.head', { attempt: attemptId('a-1'), bundle })).toEqual({ bytes: 26, lines: 2 })
  await client.call('bundle.close', { bundle })
})

test('a bundle with a bad entry, changed output or no end is not replayed, and no copy of it stays', async () => {
  const before = copies()
  const forged = await smallBundle(rig.folder, 'forged', 'None.', (parts) =>
    parts.map((part) =>
      part.path !== 'ledger.jsonl'
        ? part
        : {
            ...part,
            content: () => [[...(part.content() as Iterable<Uint8Array>)].join('').replace('"last"', '"lost"')],
          },
    ),
  )
  expect(await open(forged.file)).toMatchObject({ ok: false, verdict: 'INVALID', firstBadSeq: 7 })
  const changed = await smallBundle(rig.folder, 'changed', 'None.', (parts) =>
    parts.map((part) =>
      part.path.endsWith('.log') ? { ...part, content: () => ['deploying 2.4.1\nswitching\n'] } : part,
    ),
  )
  expect(await open(changed.file)).toMatchObject({ ok: false, verdict: 'INVALID' })
  const cut = join(rig.folder, 'cut.zip')
  writeFileSync(cut, readFileSync(file).subarray(0, 5000))
  expect(await open(cut)).toMatchObject({ ok: false, verdict: 'UNREADABLE' })
  expect(copies()).toBe(before)
})

test('a signed bundle that lists output twice, or brings rows that are none, misleads nobody', async () => {
  const { client } = rig.owner
  const twice = await smallBundle(rig.folder, 'twice', 'None.', (parts) =>
    parts.flatMap((part) => (part.attempt ? [part, { ...part, path: 'outputs/0002-again-1.log' }] : [part])),
  )
  expect(await open(twice.file)).toMatchObject({ ok: false, verdict: 'UNREADABLE' })
  const strange = 'NaN\t1\t1\n1000\t2\n{}\t[]\tnull\n-5\t1\t1\n\t\t\n1000\t5\t0\n'
  const rows = await smallBundle(rig.folder, 'rows', 'None.', (parts) => [
    ...parts,
    { path: 'outputs/0001-deploy-1.times.tsv', timesOf: 'a-1', size: 0, content: () => [strange] },
  ])
  const opened = await open(rows.file)
  if (!opened.ok) throw new Error(opened.message)
  const { bundle } = opened
  const { times } = await client.call('output.times', { attempt: attemptId('a-1'), bundle })
  expect(times[0]).toEqual([1000, 5, 0])
  expect(times.filter(([atMs]) => atMs < Date.now())).toHaveLength(1)
  await client.call('bundle.close', { bundle })
})

test('what is no bundle at all is refused with a sentence', async () => {
  const text = join(rig.folder, 'note.txt')
  writeFileSync(text, 'hello')
  expect(await open(text)).toMatchObject({ ok: false, message: expect.stringContaining('is neither a ledger nor') })
  expect(await open(rig.ledgerFile)).toMatchObject({
    ok: false,
    message: expect.stringContaining('a replay needs the .zip'),
  })
  await expect(open(join(rig.folder, 'nowhere.zip'))).rejects.toThrow('There is no such file.')
  await expect(open('release.zip')).rejects.toThrow(/whole path/)
})

test('opening can be cancelled, and leaves nothing', async () => {
  const before = copies()
  const going = open(file, 'slow').catch((error: unknown) => String(error))
  await rig.owner.client.call('verify.cancel', { job: 'slow' })
  expect(await going).toMatch(/was cancelled/)
  expect(copies()).toBe(before)
})
