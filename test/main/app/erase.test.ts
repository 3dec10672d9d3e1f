import { readFileSync } from 'node:fs'
import { zstdDecompressSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { verifyFile } from '../../../main/app/verify.ts'
import { openDatabase } from '../../../main/event-store/database.ts'
import { followRelease } from '../../../shared/contract/follow-release.ts'
import type { Params } from '../../../shared/contract/methods.ts'
import { stageId } from '../../../shared/ids.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig, waitFor } from '../../support/rig.ts'

const LEAK = 'hunter2-hunter2-hunter2'
/** What prints the leak without naming it, so that it stands in the output alone. */
const PRINTED = '$(printf "%s%s%s" hunter2- hunter2- hunter2)'
const START = { type: 'run.start', stageId: stageId('production'), environment: 'production' } as const

let rig: Rig
afterEach(() => rig.close())

async function ranWith(text: string, inputs: Record<string, string> = {}): Promise<void> {
  rig = await new Rig(definitionOf([stage('production', [step('leaky', {}, { text, language: 'bash' })])])).open()
  rig.tell({ ...START, inputs })
  await waitFor('the run', () => rig.run.finished)
}

type Erase = Params<'ledger.erase'>
const erase = (what: Erase['what'], more: Partial<Erase> = {}) =>
  rig.owner.client.call('ledger.erase', {
    release: rig.state.release,
    what,
    reason: 'It was pasted by mistake',
    as: { name: 'Ada Obi' },
    ...more,
  })

const seqOf = async (type: string) => {
  const { events } = await rig.owner.client.call('events.read', { release: rig.state.release })
  return events.findLast((event) => event.type === type)!.seq
}

/** Every byte the ledger keeps on disk, stored output decompressed as well. */
function bytesOnDisk(): string {
  const db = openDatabase(rig.ledgerFile)
  const chunks = db.prepare('SELECT codec, data FROM output_chunks').all() as { codec: string; data: Buffer }[]
  db.close()
  const files = [rig.ledgerFile, `${rig.ledgerFile}-wal`].map((file) => readFileSync(file).toString('latin1'))
  return [
    ...files,
    ...chunks.map(({ codec, data }) => String(codec === 'zstd' ? zstdDecompressSync(data) : data)),
  ].join()
}

const verdict = async () => {
  const { verdict, chains } = await verifyFile(rig.ledgerFile)
  return { verdict, reason: chains[0]?.reason, erasures: chains[0]?.erasures }
}

describe('Erasing an entry', () => {
  test('takes its words from the disk, keeps the chain valid, and says who did it and why', async () => {
    await ranWith('true')
    rig.tell({ type: 'note.add', text: `the password is ${LEAK}` })
    const seq = await seqOf('note.added')
    expect(bytesOnDisk()).toContain(LEAK)
    expect(await erase({ kind: 'entry', seq })).toEqual({ entries: [seq], outputs: [], gone: true })
    expect(bytesOnDisk()).not.toContain(LEAK)
    expect(rig.state.notes[0]?.text).toBe('(erased)')
    expect(await verdict()).toMatchObject({
      verdict: 'VALID, COMPLETENESS UNPROVEN',
      erasures: [{ seq, by: 'Ada Obi', reason: 'It was pasted by mistake' }],
    })
  })

  test('keeps the facts the way back rests on, after a restart too', async () => {
    await ranWith('true', { HEADER: `Bearer ${LEAK}` })
    await erase({ kind: 'entry', seq: await seqOf('run.started') })
    await rig.owner.close()
    await rig.open()
    expect(rig.run).toMatchObject({ environment: 'production', inputs: { HEADER: '(erased)' }, finished: {} })
    expect(rig.attempt('leaky')?.status).toBe('succeeded')
  })

  test('can take out only the leaked text, also from the definition, also a second time', async () => {
    await ranWith(`: ${LEAK}`)
    const seq = await seqOf('definition.loaded')
    await expect(erase({ kind: 'entry', seq })).rejects.toThrow('Give the leaked text')
    await erase({ kind: 'entry', seq }, { leakedText: LEAK })
    expect(bytesOnDisk()).not.toContain(LEAK)
    expect(rig.state.definition?.runbook.stages[0]?.steps[0]?.text).toBe(': ***')
    await erase({ kind: 'entry', seq }, { leakedText: 'Parcel Tracker' })
    expect(rig.state.definition?.name).toBe('***')
    await rig.owner.close()
    await rig.open()
    expect(rig.state.definition).toMatchObject({ name: '***' })
    expect((await verdict()).verdict).toBe('VALID, COMPLETENESS UNPROVEN')
  })

  test('refuses what proves the record, what is not there, and what is erased already, with a sentence', async () => {
    await ranWith('true')
    await expect(erase({ kind: 'entry', seq: 1 })).rejects.toThrow('what proves the record')
    await expect(erase({ kind: 'entry', seq: 999 })).rejects.toThrow('There is no entry 999')
    const seq = await seqOf('run.finished')
    await expect(erase({ kind: 'entry', seq }, { leakedText: LEAK })).rejects.toThrow('does not stand in it')
    await expect(erase({ kind: 'everywhere' })).rejects.toThrow('Give the leaked text')
    await expect(erase({ kind: 'everywhere' }, { leakedText: 'short' })).rejects.toThrow('fewer than 8 characters')
    await expect(erase({ kind: 'everywhere' }, { leakedText: LEAK })).rejects.toThrow('nothing was changed')
  })

  test('reaches windows that have read it already', async () => {
    await ranWith('true')
    rig.tell({ type: 'note.add', text: LEAK })
    let told = ''
    const followed = followRelease(rig.owner.client, rig.state.release, {
      onState: (_, events) => {
        told += JSON.stringify(events)
      },
      onRestart: () => {
        told = ''
      },
    })
    await followed.caughtUp()
    expect(told).toContain(LEAK)
    await erase({ kind: 'entry', seq: await seqOf('note.added') })
    await waitFor('the window to know', () => followed.state()?.notes[0]?.text === '(erased)')
    expect(told).not.toContain(LEAK)
    followed.close()
  })
})

describe('Erasing stored output', () => {
  test('overwrites the lines asked for and leaves every other byte and line number', async () => {
    await ranWith(`echo before; echo "token ${PRINTED}"; echo after`)
    const attempt = rig.attempt('leaky')!.id
    await erase({ kind: 'output', attempt, fromLine: 2, toLine: 2 })
    expect(await rig.output('leaky')).toBe(`before\n${'*'.repeat(29)}\nafter\n`)
    expect(bytesOnDisk()).not.toContain(LEAK)
    expect((await verdict()).verdict).toBe('VALID, COMPLETENESS UNPROVEN')
    expect(rig.attempt('leaky')?.erasures).toBe(1)
  })

  test('finds a leaked text everywhere, encoded too, across chunks and in words', async () => {
    const encoded = Buffer.from(LEAK).toString('base64')
    await ranWith(
      `head -c 1048570 /dev/zero | tr '\\0' x; echo "${PRINTED}"; printf %s "${PRINTED}" | base64; echo kept`,
    )
    rig.tell({ type: 'note.add', text: `see ${LEAK}` })
    const erased = await erase({ kind: 'everywhere' }, { leakedText: LEAK, reason: `It was ${LEAK}` })
    expect(erased.outputs).toHaveLength(1)
    expect(bytesOnDisk()).not.toMatch(new RegExp(`${LEAK}|${encoded.slice(2, -4)}`))
    expect(rig.state.notes[0]?.text).toBe('see ***')
    const { bytes } = await rig.owner.client.call('output.read', {
      attempt: rig.attempt('leaky')!.id,
      offset: 1_048_570,
      length: 200,
    })
    expect(Buffer.from(bytes).toString()).toMatch(/^\*{23}\n\*+.{0,4}\nkept\n$/)
    expect(await verdict()).toMatchObject({ verdict: 'VALID, COMPLETENESS UNPROVEN' })
  })

  test('is still caught by the verifier when somebody changes output without recording it', async () => {
    await ranWith('echo something long enough to be stored')
    const db = openDatabase(rig.ledgerFile)
    expect(() => db.exec("UPDATE output_chunks SET data = x'00'")).toThrow('append-only')
    db.exec('DROP TRIGGER output_chunks_only_grow')
    db.exec("UPDATE output_chunks SET codec = 'raw', data = zeroblob(bytes)")
    db.close()
    expect((await verdict()).verdict).toBe('INVALID')
  })
})
