import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHost, type TestHost } from './host.ts'
import { rawRequest, upgradeHeaders } from './raw-request.ts'

let host: TestHost
let cookie: string
beforeAll(async () => {
  host = await startHost()
  cookie = await host.session()
})
afterAll(() => host.end())

/** PORT stands for the port of the host, NEXT for another. */
const HOSTS = [
  { value: '127.0.0.1:PORT', own: true },
  { value: 'localhost:PORT', own: true },
  { value: undefined, own: false },
  { value: '', own: false },
  { value: '127.0.0.1', own: false },
  { value: '127.0.0.1:NEXT', own: false },
  { value: '127.0.0.1:PORT.evil.example', own: false },
  { value: 'evil.example', own: false },
  { value: 'evil.example:PORT', own: false },
  { value: '127.0.0.2:PORT', own: false },
  { value: '0.0.0.0:PORT', own: false },
  { value: '[::1]:PORT', own: false },
  { value: 'LOCALHOST.:PORT', own: false },
  { value: 'user@127.0.0.1:PORT', own: false },
]
/** HOST stands for the Host sent along. */
const ORIGINS = [
  { value: 'http://HOST', fits: true },
  { value: undefined, fits: false },
  { value: '', fits: false },
  { value: 'null', fits: false },
  { value: 'https://HOST', fits: false },
  { value: 'http://127.0.0.1:NEXT', fits: false },
  { value: 'http://evil.example', fits: false },
  { value: 'http://HOST.evil.example', fits: false },
  { value: 'app://cockpit', fits: false },
  { value: 'file://', fits: false },
]
const SECRETS = ['right', 'none', 'wrong', 'used'] as const
const METHODS = ['UPGRADE', 'POST', 'GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'] as const

type Cell = {
  host: (typeof HOSTS)[number]
  origin: (typeof ORIGINS)[number]
  secret: (typeof SECRETS)[number]
  method: (typeof METHODS)[number]
}

const cells: Cell[] = HOSTS.flatMap((host) =>
  ORIGINS.flatMap((origin) => SECRETS.flatMap((secret) => METHODS.map((method) => ({ host, origin, secret, method })))),
)

const sendCell = async (cell: Cell) => {
  const ports = (text: string) => text.replace('PORT', String(host.port)).replace('NEXT', String(host.port + 1))
  const sentHost = cell.host.value === undefined ? undefined : ports(cell.host.value)
  const origin = cell.origin.value === undefined ? undefined : ports(cell.origin.value.replace('HOST', sentHost ?? ''))
  const headers: [string, string][] = []
  if (sentHost !== undefined) headers.push(['Host', sentHost])
  if (origin !== undefined) headers.push(['Origin', origin])
  if (cell.method === 'POST') {
    headers.push(['Content-Type', 'application/cockpit-token'])
    return rawRequest(host.port, { method: 'POST', target: '/session', headers, body: await tokenFor(cell.secret) })
  }
  const cookies = {
    right: cookie,
    none: undefined,
    wrong: `${cookie.slice(0, -4)}AAAA`,
    used: cookie.replace(/\d+=/, '1='),
  }
  const sentCookie = cookies[cell.secret]
  if (sentCookie) headers.push(['Cookie', sentCookie])
  if (cell.method === 'UPGRADE')
    return rawRequest(host.port, { method: 'GET', target: '/wire', headers: [...headers, ...upgradeHeaders] })
  return rawRequest(host.port, { method: cell.method, target: '/session', headers })
}

const tokenFor = async (secret: Cell['secret']) => {
  if (secret === 'right') return host.token()
  if (secret === 'none') return ''
  return secret === 'wrong' ? 'A'.repeat(43) : usedToken()
}
const usedToken = async () => {
  const token = host.token()
  const own = `127.0.0.1:${host.port}`
  const headers: [string, string][] = [
    ['Host', own],
    ['Origin', `http://${own}`],
    ['Content-Type', 'application/cockpit-token'],
  ]
  await rawRequest(host.port, { method: 'POST', target: '/session', headers, body: token })
  return token
}

/** What DESIGN §12 lets in: own Host, own Origin (present on POST and upgrade), the right secret. */
const mayEnter = ({ host: sent, origin, secret, method }: Cell): boolean => {
  if (!sent.own || secret !== 'right') return false
  if (method === 'UPGRADE' || method === 'POST') return origin.fits
  return method === 'GET' && (origin.fits || origin.value === undefined)
}

describe('Host × Origin × token × method', () => {
  it(`admits none of ${cells.length} cells wrongly, and turns away none of the right ones`, async () => {
    const wrong: string[] = []
    for (let from = 0; from < cells.length; from += 50) {
      const batch = cells.slice(from, from + 50)
      const answers = await Promise.all(batch.map(sendCell))
      answers.forEach((answer, index) => {
        const cell = batch[index]!
        const entered = answer.status === 101 || answer.status === 204 || 'set-cookie' in answer.headers
        if (entered !== mayEnter(cell)) wrong.push(`${answer.status} for ${JSON.stringify(cell)}`)
      })
    }
    expect(wrong).toEqual([])
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
})
