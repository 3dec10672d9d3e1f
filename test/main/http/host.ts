import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type BrowserHost, type BrowserHostOptions, serveBrowser } from '../../../main/http/index.ts'
import { type FakeCockpit, fakeCockpit } from '../../support/fake-cockpit.ts'
import { rawRequest } from './raw-request.ts'

export type TestHost = BrowserHost & {
  cockpit: FakeCockpit
  page: string
  end(): Promise<void>
  token(): string
  session(): Promise<string>
}

/** A browser host over a small page, with a neighbour file that must never be served. */
export const startHost = async (options: Pick<BrowserHostOptions, 'patienceMs'> = {}): Promise<TestHost> => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cockpit-http-'))
  const page = path.join(folder, 'renderer')
  mkdirSync(path.join(page, 'assets'), { recursive: true })
  writeFileSync(path.join(page, 'index.html'), '<!doctype html><title>Cockpit</title>')
  writeFileSync(path.join(page, 'assets', 'main-1a2b.js'), 'export {}')
  writeFileSync(path.join(folder, 'secret.js'), 'secret')
  const cockpit = fakeCockpit()
  const host = await serveBrowser({ client: cockpit, staticDirectory: page, ...options })
  const token = () => host.issueUrl().split('#')[1]!
  const own = `127.0.0.1:${host.port}`
  return {
    ...host,
    cockpit,
    page,
    token,
    async session() {
      const headers: [string, string][] = [
        ['Host', own],
        ['Origin', `http://${own}`],
        ['Content-Type', 'application/cockpit-token'],
      ]
      const answer = await rawRequest(host.port, { method: 'POST', target: '/session', headers, body: token() })
      return answer.headers['set-cookie']!.split(';')[0]!
    },
    async end() {
      await host.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
