import { createConnection } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allCells, exchange, faultsOf, type Secrets, secretsOf, wrongCells } from './cells.ts'
import { startHost, type TestHost } from './host.ts'
import { rawRequest, upgradeHeaders } from './raw-request.ts'

let host: TestHost
let other: TestHost
let secrets: Secrets
beforeAll(async () => {
  host = await startHost({ patienceMs: 1000 })
  other = await startHost()
  secrets = await secretsOf(host, other)
})
afterAll(async () => {
  await host.end()
  await other.end()
})

/** One that keeps the door open with half a request. */
const CROWD = 100

describe('Host × Origin × token × method', () => {
  // All of them: npm run bench -- admission.
  const cells = allCells.filter((cell) => faultsOf(cell) <= 2)
  it(`admits none of ${cells.length} cells wrongly, and turns away none of the right ones`, async () => {
    expect(await wrongCells(host, cells, secrets)).toEqual({ admitted: [], refused: [] })
    expect(host.cockpit.calls).toEqual([])
  })
})

describe('a request made by hand', () => {
  const own = () => `127.0.0.1:${host.port}`
  const get = (target: string, more: [string, string][] = []) =>
    rawRequest(host.port, { method: 'GET', target, headers: [['Host', own()], ...more] })

  it('with two Hosts or two Origins is refused', async () => {
    expect((await get('/', [['Host', own()]])).status).toBeGreaterThanOrEqual(400)
    const twice: [string, string][] = [
      ['Origin', `http://${own()}`],
      ['Origin', 'http://evil.example'],
    ]
    expect((await get('/', twice)).status).toBe(403)
  })

  it.each(['http://evil.example/', '//evil.example/', '*'])('for %s, as to a proxy, is refused', async (target) => {
    expect((await get(target)).status).toBe(400)
  })

  it.each([
    '/../secret.js',
    '/..%2fsecret.js',
    '/%2e%2e/secret.js',
    '/assets/../../secret.js',
    '/assets/..\\..\\secret.js',
    '/assets/%00main-1a2b.js',
    '/./index.html',
    '/etc/passwd',
    '/assets',
    '/assets/',
  ])('for %s finds nothing', async (target) => {
    const answer = await get(target)
    expect([400, 404]).toContain(answer.status)
    expect(answer.body).not.toContain('secret')
  })

  it('from a page of another site or port gets no part of ours, but may follow a link to it', async () => {
    const script: [string, string][] = [
      ['Sec-Fetch-Site', 'cross-site'],
      ['Sec-Fetch-Mode', 'no-cors'],
      ['Sec-Fetch-Dest', 'script'],
    ]
    expect((await get('/assets/main-1a2b.js', script)).status).toBe(403)
    expect(
      (
        await get('/', [
          ['Sec-Fetch-Site', 'same-site'],
          ['Sec-Fetch-Mode', 'navigate'],
          ['Sec-Fetch-Dest', 'iframe'],
        ])
      ).status,
    ).toBe(403)
    expect(
      (
        await get('/', [
          ['Sec-Fetch-Site', 'cross-site'],
          ['Sec-Fetch-Mode', 'navigate'],
          ['Sec-Fetch-Dest', 'document'],
        ])
      ).status,
    ).toBe(200)
  })

  it('with a token as a form would send it is refused, and the token stays good', async () => {
    const token = host.token()
    const form: [string, string][] = [
      ['Host', own()],
      ['Origin', `http://${own()}`],
    ]
    const post = (type: string) =>
      rawRequest(host.port, {
        method: 'POST',
        target: '/session',
        headers: [...form, ['Content-Type', type]],
        body: token,
      })
    expect((await post('text/plain')).status).toBe(403)
    expect((await post('application/x-www-form-urlencoded')).status).toBe(403)
    expect((await post('application/cockpit-token')).status).toBe(204)
  })

  it('is answered with the security headers and no CORS, also when refused', async () => {
    for (const answer of [await get('/'), await get('/nothing'), await get('/', [['Origin', 'http://evil.example']])]) {
      expect(answer.headers).toMatchObject({
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      })
      expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'")
      expect(answer.headers['content-security-policy']).toMatch(/script-src 'self';/)
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    }
  })
  it('that is too large is refused: headers, a token, a path', async () => {
    const cookies: [string, string][] = [['Cookie', 'x'.repeat(10_000)]]
    expect((await get('/', cookies)).status).toBe(431)
    expect((await get(`/${'x'.repeat(20_000)}`)).status).toBe(431)
    expect((await exchange(host, 'A'.repeat(100_000))).status).toBe(403)
    expect((await exchange(host, host.token())).status).toBe(204)
  })

  it('that says how it ends in two ways is refused, and nothing behind it is taken for a request', async () => {
    const smuggled = `GET /session HTTP/1.1\r\nHost: ${own()}\r\n\r\n`
    const both: [string, string][] = [
      ['Host', own()],
      ['Origin', `http://${own()}`],
      ['Content-Type', 'application/cockpit-token'],
      ['Transfer-Encoding', 'chunked'],
    ]
    const answer = await rawRequest(host.port, { method: 'POST', target: '/session', headers: both, body: smuggled })
    expect(answer.status).toBe(400)
    expect(answer.body).not.toContain('HTTP/1.1')
  })

  it('to upgrade is refused with a body, another protocol version, or words after it', async () => {
    const headers: [string, string][] = [
      ['Host', own()],
      ['Origin', `http://${own()}`],
      ['Cookie', secrets.cookie],
    ]
    const upgrade = (more: [string, string][]) =>
      rawRequest(host.port, { method: 'GET', target: '/wire', headers: [...headers, ...more] })
    expect((await upgrade(upgradeHeaders)).status).toBe(101)
    for (const name of ['Sec-WebSocket-Version', 'Sec-WebSocket-Key'])
      expect((await upgrade(upgradeHeaders.map(([key, value]) => [key, key === name ? '1' : value]))).status).toBe(400)
    expect((await upgrade([...upgradeHeaders, ['Origin', 'http://evil.example']])).status).toBe(403)
  })
})

describe('a crowd of connections that never finish a request', () => {
  const halves = ['', 'GET / HT', 'GET /session HTTP/1.1\r\nHost: 127.0.0.1', 'POST /session HTTP/1.1\r\n']
  const knock = (half: string) =>
    new Promise<string>((resolve) => {
      const socket = createConnection(host.port, '127.0.0.1', () => socket.write(half))
      let answer = ''
      socket.on('data', (data) => {
        answer += data
      })
      socket.on('error', () => {})
      socket.once('close', () => resolve(answer))
    })

  it('keeps nobody out, and is turned away by itself', async () => {
    const crowd = Array.from({ length: CROWD }, (_, index) => knock(halves[index % halves.length]!))
    expect((await exchange(host, host.token())).status).toBe(204)
    const answers = await Promise.all(crowd)
    expect(answers.every((answer) => answer === '' || answer.startsWith('HTTP/1.1 408'))).toBe(true)
    expect((await exchange(host, host.token())).status).toBe(204)
  })
})
