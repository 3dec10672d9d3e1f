/** Opening and reviewing a release in the window asks nobody: no network, no secret's value, no vault. The real owner on a real ledger. */
import dns from 'node:dns'
import { existsSync, readFileSync } from 'node:fs'
import net from 'node:net'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { createApp } from '../../../main/app/index.ts'
import { smallRelease } from '../../support/small-release.ts'

const YAML = `cockpit: 1
release: { name: Small, version: 1.0.0 }
strategy: rolling
services: { api: { live: { http: "https://api.example/version", json: version } } }
team: { devops-lead: [{ name: Ada Obi }] }
environments:
  production:
    vars: { APP_URL: "https://app.example" }
    protected: true
    secrets: { TOKEN: { env: REVIEW_TOKEN }, VAULT: { command: "touch asked; echo 123456789" } }
metrics:
  error-rate:
    { title: Error rate, unit: percent, target: { below: 1 }, source: { prometheus: { url: "https://prometheus.example", query: up } } }
`
const FENCE = '```'
const RUNBOOK = `# Production\n\n![a picture](https://pictures.example/a.png) and [a page](https://pages.example)\n\n${FENCE}bash\npsql "$APP_URL" -f a.sql\necho "$TOKEN"\n${FENCE}\n`

test('a folder with remote sources, pictures and vaults is opened and reviewed without a connection, and nothing of it is written', async () => {
  const asked: unknown[] = []
  const connect = vi.spyOn(net.Socket.prototype, 'connect').mockImplementation(function (
    this: net.Socket,
    ...args: unknown[]
  ) {
    asked.push(args)
    return this
  } as never)
  const lookup = vi.spyOn(dns, 'lookup').mockImplementation(((name: string) => asked.push(name)) as never)
  const small = smallRelease(YAML, RUNBOOK)
  const env = { ...process.env, REVIEW_TOKEN: 'very-secret-value' }
  const app = await createApp({ ledgerFile: small.db, host: 'terminal', env, log: () => {} })
  try {
    const { release } = await app.client.call('release.open', { folder: small.folder })
    const source = await app.client.call('review.read', { release: release! })
    expect(source).toMatchObject({ isLoaded: true, text: RUNBOOK, headline: expect.stringContaining('1 command') })
    expect(source.secrets).toEqual([
      { environment: 'production', name: 'TOKEN', isThere: true },
      { environment: 'production', name: 'VAULT' },
    ])
    expect(JSON.stringify(source)).not.toContain('very-secret-value')
    const written = await app.client.call('review.fixes', { release: release!, kind: 'steps' })
    expect(written).toMatchObject({ ok: true })
    expect(written.ok && readFileSync(written.file, 'utf8')).toContain('steps:')
    expect(readFileSync(join(small.folder, 'runbook.md'), 'utf8')).toBe(RUNBOOK)
    expect(existsSync(join(small.folder, 'asked'))).toBe(false)
    expect(asked).toEqual([])
  } finally {
    connect.mockRestore()
    lookup.mockRestore()
    await app.close()
    small.remove()
  }
})
