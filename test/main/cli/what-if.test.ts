import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../../main/app/index.ts'
import { CliFailure } from '../../../main/cli/failure.ts'
import type { CliIo } from '../../../main/cli/io.ts'
import { type WhatIfOptions, whatIfCommand } from '../../../main/cli/what-if.ts'
import { openDatabase } from '../../../main/event-store/database.ts'
import { createSampleStore } from '../../../main/event-store/samples.ts'
import type { Sample } from '../../../shared/contract/results.ts'

const RELEASE = `cockpit: 1
release: { name: Night Train, version: 1.0.0 }
environments: { production: {} }
metrics:
  queue: { title: Queue, target: { below: 1 }, source: { command: "true" } }
  errors: { title: Errors, unit: percent, target: { below: 1 }, interval: 1s, min-volume: 10, source: { command: "true" } }
triggers:
  - { metric: errors, above: 5, for: 3s, severity: critical }
`
/** Nine percent from the tenth second to the twentieth. */
const SAMPLES = Array.from(
  { length: 40 },
  (_, second): Sample => [second * 1000, second >= 10 && second <= 20 ? 9 : 0, 50],
)

let folder: string
let db: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cockpit-what-if-'))
  db = join(folder, 'ledger.db')
  writeFileSync(join(folder, 'release.yaml'), RELEASE)
  writeFileSync(join(folder, 'runbook.md'), '# Production\n\n```sh\ntrue\n```\n')
  const app = await createApp({ host: 'terminal', env: {}, ledgerFile: db })
  const { release } = await app.client.call('release.open', { folder })
  await app.close()
  const file = openDatabase(db)
  createSampleStore(file).append({ release: release!, environment: 'production', metric: 'errors' }, SAMPLES)
  file.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function whatIf(options: WhatIfOptions = {}, wanted?: string) {
  let out = ''
  const io = {
    stdout: (text: string) => {
      out += text
    },
    stderr: () => {},
    cwd: folder,
    env: {},
  } as unknown as CliIo
  try {
    const code = await whatIfCommand(wanted, { db, environment: 'production', ...options }, io)
    return { code, out }
  } catch (error) {
    if (!(error instanceof CliFailure)) throw error
    return { code: error.exitCode, out: error.message }
  }
}

describe('cockpit what-if', () => {
  it("replays the release's own triggers, and any other limit, and says when each would have fired", async () => {
    const own = await whatIf()
    expect(own).toMatchObject({ code: 0 })
    expect(own.out).toContain(
      'Errors above 5 % for 3 s would have fired once: at 00:00:13 with 9 %, past it since 00:00:10, clear again 00:00:27.',
    )
    const other = await whatIf({ metric: 'errors', above: 8, for: 12_000 })
    expect(other.out).toContain('would not have fired: the limit was passed for 10 s at most, 9 % at the worst.')
    expect(other.out).toContain('On record: critical, above 5 % for 3 s, did not fire.')
  })

  it('takes a ledger file for the release, and gives JSON', async () => {
    const { out } = await whatIf({ db: undefined, metric: 'errors', above: 8, json: true }, 'ledger.db')
    expect(JSON.parse(out)).toMatchObject({
      release: 'night-train-1.0.0',
      limits: [
        { rule: { above: 8, forMs: 0 }, replay: { samples: 40, usable: 40, fires: [{ atMs: 10_000, value: 9 }] } },
      ],
    })
  })

  it('tries the triggers of a file, and says where one is wrong', async () => {
    writeFileSync(join(folder, 'tried.yaml'), 'triggers:\n  - { metric: errors, above: 2, for: 1s }\n')
    expect((await whatIf({ triggers: 'tried.yaml' })).out).toContain('Errors above 2 % for 1 s would have fired once')
    writeFileSync(join(folder, 'wrong.yaml'), 'triggers:\n  - { metric: errors, above: 2, for: soon }\n')
    const wrong = await whatIf({ triggers: 'wrong.yaml' })
    expect(wrong.code).toBe(2)
    expect(wrong.out).toMatch(/^wrong\.yaml:2:\d+: /)
  })

  it('tries a burn rate, by options or out of a file, and says where there is none to be had', async () => {
    const windows = [{ longMs: 10_000, shortMs: 2000, factor: 14.4 }]
    const tried = await whatIf({ metric: 'errors', burnRate: 99.9, windows })
    expect(tried.out).toContain(
      'Errors burning the budget of 99.9 % at 14.4× over 10 s and 2 s would have fired once: at 00:00:11 with',
    )
    const file =
      'triggers:\n  - { metric: errors, burn-rate: { objective: 99.9, windows: [{ long: 10s, short: 2s, factor: 14.4 }] } }\n'
    writeFileSync(join(folder, 'burning.yaml'), file)
    expect((await whatIf({ triggers: 'burning.yaml' })).out).toBe(tried.out)
    expect(await whatIf({ metric: 'errors', above: 1, windows })).toMatchObject({
      code: 2,
      out: expect.stringContaining('Windows belong to a burn rate'),
    })
    expect((await whatIf({ metric: 'queue', burnRate: 99 })).out).toMatch(
      /queue has the unit count, not percent or ratio/,
    )
  })

  it('says what is missing or unknown, with exit 2', async () => {
    expect(await whatIf({ above: 1 })).toEqual({ code: 2, out: 'Name the metric the limit is for: --metric NAME.' })
    expect(await whatIf({ metric: 'errors' })).toMatchObject({ code: 2, out: expect.stringContaining('--above VALUE') })
    expect(await whatIf({ metric: 'latency', above: 1 })).toEqual({
      code: 2,
      out: 'The release has no metric "latency": it has queue, errors.',
    })
    expect(await whatIf({ environment: undefined })).toMatchObject({
      code: 2,
      out: expect.stringContaining('Nothing was run yet'),
    })
  })
})
