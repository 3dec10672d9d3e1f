import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createHttpCheck } from '../../../../main/adapters/http-check/perform-http-check.ts'
import { createProcessRunner } from '../../../../main/adapters/processes/process-runner.ts'
import { attemptId, runId } from '../../../../shared/ids.ts'
import { startServer, type TestServer } from '../metrics/server.ts'

let root: string
let server: TestServer

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cockpit-check-'))
  server = await startServer((_, response) => response.end('healthy'))
})
afterEach(async () => {
  await server.close()
  await rm(root, { recursive: true, force: true })
})

it('leaves the report of an HTTP check as the output of its attempt, for its owner only, until it is discarded', async () => {
  const [attempt, run] = [attemptId('a-1'), runId('p-1')]
  const check = { method: 'GET', url: '$APP_URL', headers: {}, expectStatus: 200, assertions: [] }
  const { passed, failures, spoolFile } = await createHttpCheck(root)(attempt, run, check, { APP_URL: server.url })
  expect({ passed, failures }).toEqual({ passed: true, failures: [] })
  expect(await readFile(spoolFile, 'utf8')).toContain('healthy\n\nok      HTTP 200\n')
  expect((await stat(spoolFile)).mode & 0o777).toBe(0o600)
  const runner = createProcessRunner({ directory: root })
  expect(runner.spoolFile(attempt)).toBe(spoolFile)
  await runner.discard(attempt)
  expect(existsSync(spoolFile)).toBe(false)
})
