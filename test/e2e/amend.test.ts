/** `cockpit amend` on a real run: the difference, two people, and what runs afterwards. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connectSocket } from '../../main/adapters/socket/index.ts'
import { ledgerPath } from '../../main/event-store/owner.ts'
import { cockpit, type Started, startCockpit } from '../support/cockpit-command.ts'
import { until } from '../support/until.ts'

let folder: string
let db: string
let owner: Started | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cockpit-amend-'))
  db = join(folder, 'ledger.db')
  write(RUNBOOK)
  writeFileSync(
    join(folder, 'release.yaml'),
    'cockpit: 1\nrelease: { name: Amend, version: "2", previous: "1" }\nenvironments: { production: { protected: true } }\nprocess: { production-requires: [] }\n',
  )
  writeFileSync(join(folder, 'seed.sh'), 'echo seeding\n')
})
afterEach(async () => {
  owner?.child.kill('SIGKILL')
  await owner?.done
  owner = undefined
  rmSync(folder, { recursive: true, force: true })
})

const write = (text: string) => writeFileSync(join(folder, 'runbook.md'), text)
const RUNBOOK = `---
pace: auto
---
# Amend

## Production

\`\`\`sh {name=first}
sh seed.sh
\`\`\`

- [ ] Look at the board

\`\`\`sh {name=migrate}
echo migrate --fast > ran
\`\`\`
`

const amend = (args: string[]) => cockpit(['amend', '--db', db, ...args])

test('a run of a protected environment takes up the folder when a second person approves, and the rest runs as amended', async () => {
  owner = startCockpit(['run', folder, '--stage', 'production', '--env', 'production', '--wait', '--db', db])
  await until(() => owner!.stdout().includes('Look at the board: started'), 'the manual step')
  expect((await amend([])).stdout).toContain('Nothing ahead of run')

  write(
    RUNBOOK.replace('echo migrate --fast > ran', 'echo migrate --safe > ran').replace(
      'sh seed.sh',
      'sh seed.sh --twice',
    ),
  )
  writeFileSync(join(folder, 'seed.sh'), 'echo seeding differently\n')
  const shown = await amend([])
  expect(shown.code).toBe(0)
  expect(shown.stdout).toMatch(/Kept as it was First .*it started already/)
  expect(shown.stdout).toMatch(
    /Changed +Migrate .*command\n {4}- echo migrate --fast > ran\n {4}\+ echo migrate --safe > ran/,
  )
  expect(shown.stdout).toContain('in force for every command that names it: seed.sh')

  const asked = await amend(['--reason', 'The fast way locks the table.', '--as', 'Ada Obi'])
  expect([asked.code, asked.stdout]).toEqual([0, expect.stringContaining('another person approves')])
  const alone = await amend(['--approve', '--as', 'ada obi'])
  expect([alone.code, alone.stderr]).toEqual([3, expect.stringContaining('somebody else has to approve')])
  const approved = await amend(['--approve', '--as', 'Mei Tanaka'])
  expect([approved.code, approved.stdout]).toEqual([0, expect.stringContaining('approved by Mei Tanaka')])

  const skip = await cockpit(['status', '--db', db])
  expect(skip.stdout).toMatch(/Deviation: Amended, asked for by Ada Obi, approved by Mei Tanaka: changed Migrate/)
  const client = await connectSocket(ledgerPath(db))
  const { release } = (await client.call('releases.list', {}))[0]!
  const { events } = await client.call('events.read', { release })
  const started = events.flatMap((event) => (event.type === 'step.started' ? [event.payload] : []))
  const command = { type: 'step.confirm', attemptId: started.at(-1)!.attemptId } as const
  await client.call('command.send', { release, command, as: { name: 'Ada Obi' } })
  client.close()
  expect((await owner.done).code).toBe(0)
  expect(readFileSync(join(folder, 'ran'), 'utf8')).toBe('migrate --safe\n')
  expect((await cockpit(['verify', db])).code).toBe(10)
})

test('a folder that cannot be read is refused with its place, and the run goes on as it is', async () => {
  owner = startCockpit(['run', folder, '--stage', 'production', '--env', 'production', '--wait', '--db', db])
  await until(() => owner!.stdout().includes('Look at the board: started'), 'the manual step')
  writeFileSync(join(folder, 'release.yaml'), 'cockpit: 1\nrelease: { name: Amend, version: [] }\n')
  const refused = await amend(['--reason', 'x'])
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/release\.yaml:2:\d+/)])
  expect((await cockpit(['status', '--db', db])).stdout).toContain('Needs a person')
  expect(readFileSync(join(folder, 'runbook.md'), 'utf8')).toBe(RUNBOOK)
})
