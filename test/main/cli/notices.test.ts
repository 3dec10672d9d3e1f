/** `cockpit notify` and `cockpit notices` over a real ledger, to a real web server, each with a cockpit of its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { cockpit } from '../../support/cockpit-command.ts'
import { receiveWeb, type WebReceiver } from '../../support/receivers.ts'

let root: string
let folder: string
let web: WebReceiver
let env: Record<string, string>
beforeEach(async () => {
  web = await receiveWeb()
  root = mkdtempSync(join(tmpdir(), 'cockpit-notices-'))
  folder = join(root, 'release')
  mkdirSync(folder)
  writeFileSync(
    join(folder, 'release.yaml'),
    `cockpit: 1
release: { name: Plan, version: "2", previous: "1" }
environments: { production: { protected: true } }
process: { production-requires: [] }
communication:
  mode: on
  test: mine
  channels:
    mine: { webhook: { url: "${web.url}/mine" } }
    room: { slack: { url: { env: ROOM } } }
`,
  )
  writeFileSync(join(folder, 'runbook.md'), '---\npace: auto\n---\n# Production\n\n```sh\necho deployed\n```\n')
  env = { NO_COLOR: '1', COCKPIT_DB: join(root, 'ledger.db'), ROOM: `${web.url}/services/T0/secret-token` }
})
afterEach(async () => {
  await web.close()
  rmSync(root, { recursive: true, force: true })
})

it('a stage is drafted, edited, tested and sent once; a run tells its start and its end before the command is over', async () => {
  const draft = (await cockpit(['notify', folder, '--stage', 'deployment-scheduled', '--draft'], env)).stdout
  expect(draft).toMatch(/^Subject: Plan 2: Deployment scheduled\n\nThe deployment is scheduled\.\n/)
  const file = join(root, 'notice.txt')
  writeFileSync(file, 'Subject: Plan 2 on Friday\n\nWe deploy on Friday.\n')
  const send = ['notify', folder, '--stage', 'deployment-scheduled', '--edit', file]
  const tested = await cockpit([...send, '--mode', 'test', '--yes'], env)
  expect([tested.code, web.got.map(({ url }) => url)]).toEqual([0, ['/mine']])
  expect(web.got[0]!.body).toContain('TEST Plan 2 on Friday')
  const sent = await cockpit([...send, '--yes'], env)
  expect([sent.code, sent.stderr]).toEqual([0, ''])
  expect(JSON.parse(web.got[1]!.body).text).toMatch(
    /^\*Plan 2 on Friday\*\nWe deploy on Friday\.\n\nLedger \d+:[0-9a-f]{64}\n$/,
  )
  expect((await cockpit([...send, '--yes'], env)).code).toBe(3)
  const ran = await cockpit(['run', folder, '--stage', 'production', '--env', 'production', '--yes'], env)
  expect([ran.code, web.got.slice(2).map(({ body }) => JSON.parse(body).text.split('\n')[0])]).toEqual([
    0,
    ['*Plan 2: started in production*', '*Plan 2: deployed in production*'],
  ])
  const listed = (await cockpit(['notices', folder], env)).stdout
  expect(listed).toMatch(/sent +Deployment scheduled \[deployment-scheduled\] {2}1 of 1: room delivered/)
  const log = (await cockpit(['log', '--json'], env)).stdout
  expect(log).not.toContain('secret-token')
})
