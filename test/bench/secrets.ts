/** Secret canaries (DESIGN §13): every canary in every encoding at every chunk split through the real importer, then looked for wherever it could have got to. */
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../main/event-store/database.ts'
import { createMasker } from '../../main/event-store/output/masker.ts'
import { needlesFor } from '../../main/event-store/output/needles.ts'
import { createOutputStore } from '../../main/event-store/output/reader.ts'
import { openSnapshot } from '../../main/event-store/snapshot.ts'
import { exportJsonl } from '../../main/export/export-jsonl.ts'
import { attemptId, stageId } from '../../shared/ids.ts'
import { definitionOf, stage, step } from '../support/definition.ts'
import { Rig, waitFor } from '../support/rig.ts'
import type { BenchRow } from './row.ts'

const CANARIES: Record<string, string> = {
  PLAIN: 'c4nary-0123456789',
  QUOTED: `c4nary "it's" $HOME \`id\` \\ <more>`,
  URLISH: 'c4nary/+ =&?#%é–ü',
  KEY: `-----BEGIN c4nary-----\n${'MIIEvQIBADANBgkqc4nary\n'.repeat(3)}-----END c4nary-----`,
}

/** How tools print a value; the real tools' spellings are tested in needles.test.ts. */
const spellings = (text: string): string[] => {
  const bytes = Buffer.from(text)
  const base64 = [0, 1, 2].map((before) =>
    Buffer.concat([Buffer.alloc(before, 'a'), bytes, Buffer.from('zz')]).toString('base64'),
  )
  const hex = bytes.toString('hex')
  const json = JSON.stringify(text).slice(1, -1)
  return [
    text,
    ...base64,
    hex,
    hex.toUpperCase(),
    encodeURIComponent(text),
    json,
    text.replaceAll("'", "'\\''"),
    ...text.split('\n'),
  ]
}

/** Every spelling, cut in two at every byte: what is left after masking must hold no needle. */
function splits(): { cells: number; found: number } {
  let cells = 0
  let found = 0
  for (const secret of Object.values(CANARIES)) {
    const mask = createMasker([secret])
    const needles = needlesFor([secret])
    for (const spelling of spellings(secret).filter((each) => each.trim().length >= 8)) {
      const raw = Buffer.from(`before ${spelling} after\n`)
      for (let cut = 1; cut < raw.length; cut++) {
        const first = mask(Buffer.from(raw.subarray(0, cut)), -1, false)
        const rest = mask(Buffer.from(raw.subarray(first.consumed)), first.open, true)
        const masked = Buffer.concat([first.masked, rest.masked])
        cells++
        if (needles.some((needle) => masked.includes(needle))) found++
      }
    }
  }
  return { cells, found }
}

const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())

/** Processes whose command line shows a canary: everybody on the machine could read it there. */
function onCommandLines(): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
  return pids.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`).includes('c4nary')
    } catch {
      return false
    }
  }).length
}

type Path = { places: number; found: number; commandLines: number }

/** A real run that prints every spelling a byte group at a time, and a person who types them; then every place is searched. */
async function wholePath(): Promise<Path> {
  const folder = mkdtempSync(join(tmpdir(), 'cockpit-canary-'))
  const secrets = Object.fromEntries(Object.keys(CANARIES).map((name) => [name, { file: join(folder, name) }]))
  for (const [name, value] of Object.entries(CANARIES)) writeFileSync(join(folder, name), value)
  const printed = join(folder, 'printed')
  for (const value of Object.values(CANARIES)) for (const each of spellings(value)) appendFileSync(printed, `${each}\n`)
  const text = `for n in 1 7 64 4096; do dd if='${printed}' bs=$n status=none; done; env; set; export -p; (set -x; : "$QUOTED"); sleep 1`
  const environments = [{ name: 'production', vars: {}, secrets, protected: false }]
  const rig = await new Rig(
    definitionOf([stage('production', [step('print', {}, { text, language: 'bash' })])], { environments }),
  ).open()
  const fed: string[] = []
  rig.owner.engine.onFeed((message) => fed.push(JSON.stringify(message)))
  const { client } = rig.owner
  const about = { release: rig.state.release, as: { name: 'Ada Obi' } }
  try {
    const start = { type: 'run.start', stageId: stageId('production'), environment: 'production' } as const
    await client.call('command.send', { ...about, command: start })
    await waitFor('the process', () => rig.attempt('print')?.identity)
    const commandLines = onCommandLines()
    for (const value of Object.values(CANARIES))
      for (const each of spellings(value).filter((spelling) => spelling.trim().length >= 8))
        await client.call('command.send', { ...about, command: { type: 'note.add', text: `so: ${each}` } })
    await waitFor('the run', () => rig.run.finished)
    const target = join(folder, 'export.jsonl')
    const snapshot = openSnapshot(rig.ledgerFile)
    await exportJsonl(snapshot, rig.state.release, target, { overwrite: true })
    snapshot.close()
    const db = openDatabase(rig.ledgerFile)
    const output = Buffer.concat([...createOutputStore(db).chunks(attemptId(rig.attempt('print')!.id))])
    db.close()
    const preview = await client.call('run.preview', {
      ...about,
      stageId: stageId('production'),
      environment: 'production',
    })
    const places = [
      ...files(rig.folder).map((file) => readFileSync(file)),
      readFileSync(target),
      output,
      Buffer.from(fed.join('\n')),
      Buffer.from(JSON.stringify(preview)),
    ]
    const needles = needlesFor(Object.values(CANARIES))
    const found = places.reduce((sum, place) => sum + needles.filter((needle) => place.includes(needle)).length, 0)
    return { places: places.length, found, commandLines }
  } finally {
    await rig.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

export async function benchSecrets(): Promise<BenchRow[]> {
  const { cells, found } = splits()
  const path = await wholePath()
  return [
    {
      what: `secret canaries × encodings × every chunk split (${cells} cells): found after masking`,
      figure: String(found),
      goal: '0',
      reached: found === 0,
    },
    {
      what: `the same in ledger, stored output, export, feed, preview and run files (${path.places} places)`,
      figure: String(path.found),
      goal: '0',
      reached: path.found === 0,
    },
    {
      what: 'processes whose command line showed a canary during the run',
      figure: String(path.commandLines),
      goal: '0',
      reached: path.commandLines === 0,
    },
  ]
}
