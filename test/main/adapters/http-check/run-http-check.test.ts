import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runHttpCheck } from '../../../../main/adapters/http-check/run-http-check.ts'
import type { HttpAssertion, HttpCheck } from '../../../../shared/runbook/model.ts'
import { startServer, type TestServer } from '../metrics/server.ts'

let server: TestServer
const received: string[] = []

beforeAll(async () => {
  server = await startServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      received.push(`${request.method} ${request.url} ${request.headers['x-token'] ?? ''} ${body}`)
      if (request.url === '/big') return response.end('x'.repeat(100_000))
      if (request.url === '/binary') return response.end(Buffer.from([0, 1, 2]))
      if (request.url === '/silent') return
      if (request.url === '/zipped') {
        response.setHeader('content-encoding', 'gzip')
        return response.end(gzipSync('unzipped text'))
      }
      response.setHeader('Content-Type', 'application/json')
      response.end(
        '{"status":"ok","version":"2.4.0","count":3,"ready":true,"none":null,"items":[{"name":"a"},{"name":"b"}]}',
      )
    })
  })
})
afterAll(() => server.close())

const assert = (subject: string, predicate: string, value = ''): HttpAssertion => ({
  subject,
  predicate,
  value,
  line: 1,
})
const check = (changes: Partial<HttpCheck> = {}, variables: Record<string, string> = {}, options = {}) =>
  runHttpCheck(
    { method: 'GET', url: '{{APP_URL}}/health', headers: {}, expectStatus: 200, assertions: [], ...changes },
    { APP_URL: server.url, ...variables },
    options,
  )

describe('an HTTP check', () => {
  it('passes when status and assertions hold, and reports the whole exchange', async () => {
    const assertions = [
      assert('jsonpath "$.status"', '==', '"ok"'),
      assert('header "Content-Type"', 'contains', '"json"'),
    ]
    const { passed, failures, report } = await check({ assertions })
    expect({ passed, failures }).toEqual({ passed: true, failures: [] })
    expect(report).toContain(`GET ${server.url}/health\n`)
    expect(report).toMatch(/HTTP\/1\.1 200 OK \(\d+ ms, 104 bytes\)/)
    expect(report).toContain('Content-Type: application/json\n')
    expect(report).toContain('{"status":"ok"')
    expect(report).toContain('ok      HTTP 200\n')
    expect(report).toContain('ok      jsonpath "$.status" == "ok"\n')
  })

  it('fails with the actual value beside what was expected', async () => {
    const { passed, failures, report } = await check({
      expectStatus: 204,
      assertions: [assert('jsonpath "$.version"', '==', '"2.3.1"')],
    })
    expect(passed).toBe(false)
    expect(failures).toEqual([
      `HTTP 204 does not hold for ${server.url}/health: actual 200.`,
      `jsonpath "$.version" == "2.3.1" does not hold for ${server.url}/health: actual 2.4.0.`,
    ])
    expect(report).toContain('FAILED  jsonpath "$.version" == "2.3.1"  (actual: 2.4.0)')
  })

  it.each([
    ['status', '<', '300', true],
    ['status', '==', '201', false],
    ['body', 'contains', '"status"', true],
    ['body', 'equals', '"nope"', false],
    ['body', 'matches', '/"count":\\s*\\d+/', true],
    ['body', 'matches', '/[/', false],
    ['body', 'startsWith', '"{"', true],
    ['header "content-type"', '==', '"application/json"', true],
    ['header "X-Missing"', 'exists', '', false],
    ['header "X-Missing"', 'not exists', '', true],
    ['header "X-Missing"', 'not contains', '"x"', false],
    ['jsonpath "$.count"', '==', '3', true],
    ['jsonpath "$.count"', '==', '"3"', false],
    ['jsonpath "$.count"', '!=', '4', true],
    ['jsonpath "$.count"', '>', '2', true],
    ['jsonpath "$.count"', '<', '3', false],
    ['jsonpath "$.ready"', '==', 'true', true],
    ['jsonpath "$.none"', '==', 'null', true],
    ['jsonpath "$.none"', 'exists', '', true],
    ['jsonpath "$.missing"', 'exists', '', false],
    ['jsonpath "$.missing"', '!=', '"x"', false],
    ['jsonpath "$.items[1].name"', '==', '"b"', true],
    ['jsonpath "$.items" count', '==', '2', true],
    ['jsonpath "$.items"', 'isCollection', '', true],
    ['duration', '<', '5000', true],
    ['duration', '<', '5s', true],
    ['status', 'resembles', '200', false],
    ['cookie "a"', 'exists', '', false],
  ])('%s %s %s: %s', async (subject, predicate, value, holds) => {
    expect((await check({ assertions: [assert(subject, predicate, value)] })).passed).toBe(holds)
  })

  it('puts variables into URL, headers, body and expected values, and leaves the `$` of JSON paths and bodies alone', async () => {
    const { passed } = await check(
      {
        method: 'POST',
        url: `$${'{APP_URL}'}/orders/{{ id }}`,
        headers: { 'X-Token': 'Bearer $TOKEN' },
        body: '{"price":"5$ or $COUNT","path":"$.unknown"}',
        assertions: [assert('jsonpath "$.version"', '==', '"{{RELEASE_VERSION}}"')],
      },
      { id: '7', TOKEN: 't0', COUNT: '9', RELEASE_VERSION: '2.4.0' },
    )
    expect(passed).toBe(true)
    expect(received.at(-1)).toBe('POST /orders/7 Bearer t0 {"price":"5$ or 9","path":"$.unknown"}')
  })

  it('accepts any status when none is expected', async () => {
    const any: HttpCheck = { method: 'GET', url: `${server.url}/any`, headers: {}, assertions: [] }
    expect((await runHttpCheck(any, {})).passed).toBe(true)
  })

  it('shows 64 KiB of a large body and says how much more there is, but checks all of it', async () => {
    const { passed, report } = await check({
      url: '{{APP_URL}}/big',
      assertions: [assert('bytes', '==', '100000'), assert('body', 'matches', '/^x{100000}$/')],
    })
    expect(passed).toBe(true)
    expect(report).toContain('(and 34464 more bytes, not shown)')
    expect((await check({ url: '{{APP_URL}}/binary' })).report).toContain('(3 bytes that are not text)')
    expect(
      (await check({ url: '{{APP_URL}}/zipped', assertions: [assert('body', '==', '"unzipped text"')] })).passed,
    ).toBe(true)
  })

  it('keeps credentials and query values out of the failures, which become events', async () => {
    const url = `http://ada:hunter22@127.0.0.1:${server.port}/any?key=s3cret`
    const { failures, report } = await check({ url, expectStatus: 204 })
    expect(failures).toEqual([`HTTP 204 does not hold for ${server.url}/any?…: actual 200.`])
    expect(report).toContain(`GET ${server.url}/any?key=s3cret\n`)
    expect(report).not.toContain('hunter22')
  })

  it('fails with a sentence when nothing answers, in time or at all', async () => {
    const silent = await check({ url: '{{APP_URL}}/silent' }, {}, { timeoutMs: 100 })
    expect(silent.failures).toEqual([`${server.url}/silent gave no complete answer within 100 ms.`])
    expect((await check({ url: '{{NOWHERE}}/x' })).failures[0]).toContain('$NOWHERE in the HTTP check is not defined')
    expect((await check({ url: 'ftp://host/' })).failures[0]).toContain('is not an address')
    const closed = await startServer(() => {})
    await closed.close()
    const refused = await check({ url: closed.url })
    expect(refused).toMatchObject({
      passed: false,
      failures: [`${closed.url}/ refused the connection: nothing listens there.`],
    })
    expect(refused.report).toContain('FAILED  ')
  })
})
