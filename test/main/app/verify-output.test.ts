import { zstdCompressSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { afterEach, describe, expect, test } from 'vitest'
import { verifyFile } from '../../../main/app/verify.ts'
import { stageId } from '../../../shared/ids.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig, waitFor } from '../../support/rig.ts'

let rig: Rig
afterEach(() => rig.close())

describe('Verifying a ledger file', () => {
  test('finds output that was changed beside the chain, and names the entry that vouches for it', async () => {
    const print = step('print', {}, { text: 'seq 1 2000', language: 'bash' })
    rig = await new Rig(definitionOf([stage('production', [print])])).open()
    rig.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' })
    await waitFor('the run', () => rig.run.finished)
    expect((await verifyFile(rig.ledgerFile)).verdict).toBe('VALID, COMPLETENESS UNPROVEN')

    const db = new Database(rig.ledgerFile)
    const triggers = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all()
    for (const name of triggers) db.exec(`DROP TRIGGER "${name}"`)
    const { bytes } = db.prepare<[], { bytes: number }>('SELECT bytes FROM output_chunks').get()!
    const forged = zstdCompressSync(Buffer.alloc(bytes, 'x'))
    db.prepare("UPDATE output_chunks SET codec = 'zstd', data = ?").run(forged)
    db.close()

    const { chains, verdict } = await verifyFile(rig.ledgerFile)
    expect(verdict).toBe('INVALID')
    const { events } = await rig.owner.client.call('events.read', { release: rig.state.release })
    expect(chains[0]?.firstBadSeq).toBe(events.find((event) => event.type === 'output.sealed')?.seq)
    expect(chains[0]?.reason).toContain('output of attempt')
  })
})
