/** `cockpit plan` and `cockpit item` over a real ledger, each with a cockpit of its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cockpit } from '../../support/cockpit-command.ts'

const RELEASE = `cockpit: 1
release: { name: Plan, version: "2", previous: "1" }
environments: { production: { protected: true, vars: { ZEBRA: "1", APPLE: "2" } } }
process: { production-requires: [check/security-scanned] }
`
const RUNBOOK = '---\npace: auto\n---\n# Production\n\n```sh\necho deployed\n```\n'

let root: string
let folder: string
let env: Record<string, string>
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cockpit-plan-'))
  folder = join(root, 'release')
  mkdirSync(folder)
  writeFileSync(join(folder, 'release.yaml'), RELEASE)
  writeFileSync(join(folder, 'runbook.md'), RUNBOOK)
  writeFileSync(join(folder, 'scan.json'), '{}')
  env = { NO_COLOR: '1', COCKPIT_DB: join(root, 'ledger.db') }
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const run = ['--stage', 'production', '--env', 'production', '--yes']

describe('the plan in the terminal', () => {
  it('refuses production until the evidence is there, with exit 3 and who can give it, and then lets it run', async () => {
    const refused = await cockpit(['run', folder, ...run], env)
    expect(refused.code).toBe(3)
    expect(refused.stderr).toContain('“The security scan passed” (Security Lead can say so)')
    const wrong = await cockpit(['item', folder, 'check/security-scanned', '--file', 'scan.json', '--role', 'sre'], env)
    expect(wrong.stderr).toContain('is for Security Lead to say, not for SRE')
    const done = ['item', folder, 'check/security-scanned', '--file', 'scan.json', '--role', 'security-lead']
    expect((await cockpit(done, env)).stdout).toMatch(/^Done: The security scan passed .* scan\.json, SHA-256 44136fa3/)
    expect((await cockpit(['plan', folder], env)).stdout).toContain('Production is open')
    expect((await cockpit(['run', folder, ...run], env)).code).toBe(0)
  })

  it('records a folder that is opened again and has not changed only once', async () => {
    for (let count = 0; count < 3; count += 1) await cockpit(['plan', folder], env)
    const { stdout } = await cockpit(['log', '--json'], env)
    expect(stdout.match(/"definition\.loaded"/g)).toHaveLength(1)
  })
})
