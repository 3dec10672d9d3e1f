/** Every combination of Host × Origin × secret × method a request can come with, and whether DESIGN §12 lets it in. */
import type { TestHost } from './host.ts'
import { type RawRequest, rawRequest, upgradeHeaders } from './raw-request.ts'

/** PORT stands for the port of the host, NEXT for another. */
const HOSTS = [
  { value: '127.0.0.1:PORT', own: true },
  { value: 'localhost:PORT', own: true },
  ...[
    ...[undefined, '', '127.0.0.1', 'localhost', '127.0.0.1:NEXT', '127.0.0.1:PORT.evil.example'],
    // A name of somebody else that leads here: DNS rebinding.
    ...['evil.example', 'evil.example:PORT', 'localhost.evil.example:PORT', '127.0.0.1.nip.example:PORT'],
    // The same machine in other words.
    ...['127.0.0.2:PORT', '0.0.0.0:PORT', '127.1:PORT', '2130706433:PORT', '0x7f000001:PORT', '0177.0.0.1:PORT'],
    ...['[::1]:PORT', '[::ffff:127.0.0.1]:PORT', '[::]:PORT'],
    ...['LOCALHOST:PORT', 'localhost.:PORT', '127.0.0.1.:PORT', '127.0.0.1:0PORT', '127.0.0.1:PORT, evil.example'],
    ...['user@127.0.0.1:PORT', '127.0.0.1:PORT@evil.example', '127.0.0.1:PORT/'],
  ].map((value) => ({ value, own: false })),
]

/** HOST stands for the Host sent along, OTHER for the other own name of the host. */
const ORIGINS = [
  { value: 'http://HOST', fits: true },
  ...[
    ...[
      undefined,
      '',
      'null',
      'https://HOST',
      'ws://HOST',
      'HTTP://HOST',
      'http://HOST/',
      'http://HOST.',
      'http://user@HOST',
    ],
    ...['http://OTHER', 'http://127.0.0.1:NEXT', 'http://127.0.0.1', 'http://[::1]:PORT', 'http://evil.example'],
    ...[
      'http://HOST.evil.example',
      'http://evil.example/http://HOST',
      'http://HOST http://evil.example',
      'app://cockpit',
    ],
    'file://',
  ].map((value) => ({ value, fits: false })),
]

/** `other-port`: the right value under the cookie name of another port. `other-host`: a secret of another cockpit. `swapped`: token as cookie, cookie as token. */
const SECRETS = ['right', 'none', 'wrong', 'used', 'other-port', 'other-host', 'swapped'] as const

const METHODS = [
  ...['UPGRADE', 'UPGRADE-POST', 'UPGRADE-ELSEWHERE', 'UPGRADE-H2C', 'POST', 'GET', 'HEAD', 'PUT', 'DELETE', 'PATCH'],
  ...['OPTIONS', 'TRACE', 'CONNECT'],
] as const

export type Cell = {
  host: { value: string | undefined; own: boolean }
  origin: { value: string | undefined; fits: boolean }
  secret: (typeof SECRETS)[number]
  method: string
}

export const allCells: Cell[] = HOSTS.flatMap((host) =>
  ORIGINS.flatMap((origin) => SECRETS.flatMap((secret) => METHODS.map((method) => ({ host, origin, secret, method })))),
)

const MAY_ENTER = ['UPGRADE', 'POST', 'GET']

/** What is let in: own Host, own Origin (always present on POST and upgrade), the right secret. */
export const mayEnter = ({ host, origin, secret, method }: Cell): boolean => {
  if (!host.own || secret !== 'right' || !MAY_ENTER.includes(method)) return false
  return origin.fits || (method === 'GET' && origin.value === undefined)
}

/** In how many of the four something is not as it must be. */
export const faultsOf = ({ host, origin, secret, method }: Cell): number =>
  [!host.own, !origin.fits, secret !== 'right', !MAY_ENTER.includes(method)].filter(Boolean).length

export type Secrets = { cookie: string; foreignCookie: string; foreignToken: string; usedToken: string }

/** Of the host under attack, and of another one on this machine. */
export async function secretsOf(host: TestHost, other: TestHost): Promise<Secrets> {
  const usedToken = host.token()
  await exchange(host, usedToken)
  return { cookie: await host.session(), foreignCookie: await other.session(), foreignToken: other.token(), usedToken }
}

export const exchange = (host: TestHost, token: string) => {
  const own = `127.0.0.1:${host.port}`
  const headers: [string, string][] = [
    ['Host', own],
    ['Origin', `http://${own}`],
    ['Content-Type', 'application/cockpit-token'],
  ]
  return rawRequest(host.port, { method: 'POST', target: '/session', headers, body: token })
}

const secretIn = (cookie: string) => cookie.slice(cookie.indexOf('=') + 1)

const cookieOf = (host: TestHost, { secret }: Cell, { cookie, foreignCookie }: Secrets): string | undefined =>
  ({
    right: cookie,
    none: undefined,
    wrong: `${cookie.slice(0, -4)}AAAA`,
    used: cookie.toUpperCase(),
    'other-port': `cockpit-1=${secretIn(cookie)}`,
    'other-host': `${cookie.split('=')[0]}=${secretIn(foreignCookie)}`,
    swapped: `${cookie.split('=')[0]}=${host.token()}`,
  })[secret]

const tokenOf = (host: TestHost, { secret }: Cell, { cookie, foreignToken, usedToken }: Secrets): string =>
  ({
    right: () => host.token(),
    none: () => '',
    wrong: () => 'A'.repeat(43),
    used: () => usedToken,
    'other-port': () => `${host.token()}x`,
    'other-host': () => foreignToken,
    swapped: () => secretIn(cookie),
  })[secret]()

function headersOf(host: TestHost, cell: Cell): [string, string][] {
  const ports = (text: string) => text.replaceAll('PORT', String(host.port)).replaceAll('NEXT', String(host.port + 1))
  const sent = cell.host.value === undefined ? undefined : ports(cell.host.value)
  const other = sent?.startsWith('127') ? 'localhost:PORT' : '127.0.0.1:PORT'
  const origin = cell.origin.value?.replaceAll('HOST', sent ?? '').replaceAll('OTHER', other)
  return [
    ...(sent === undefined ? [] : [['Host', sent] as [string, string]]),
    ...(origin === undefined ? [] : [['Origin', ports(origin)] as [string, string]]),
  ]
}

const H2C: [string, string][] = [
  ['Connection', 'Upgrade, HTTP2-Settings'],
  ['Upgrade', 'h2c'],
  ['HTTP2-Settings', 'AAMAAABkAAQAAP__'],
]

function requestOf(host: TestHost, cell: Cell, secrets: Secrets): RawRequest {
  const headers = headersOf(host, cell)
  if (cell.method === 'POST') {
    headers.push(['Content-Type', 'application/cockpit-token'])
    return { method: 'POST', target: '/session', headers, body: tokenOf(host, cell, secrets) }
  }
  const cookie = cookieOf(host, cell, secrets)
  if (cookie) headers.push(['Cookie', cookie])
  const target = cell.method === 'CONNECT' ? `127.0.0.1:${host.port}` : '/session'
  const upgrades: Record<string, RawRequest> = {
    UPGRADE: { method: 'GET', target: '/wire', headers: [...headers, ...upgradeHeaders] },
    'UPGRADE-POST': { method: 'POST', target: '/wire', headers: [...headers, ...upgradeHeaders] },
    'UPGRADE-ELSEWHERE': { method: 'GET', target: '/wire/', headers: [...headers, ...upgradeHeaders] },
    'UPGRADE-H2C': { method: 'GET', target: '/wire', headers: [...headers, ...H2C] },
  }
  return upgrades[cell.method] ?? { method: cell.method, target, headers }
}

/** Whether a cell was let in: a socket, a session, or a yes to the question whether there is one. */
async function enters(host: TestHost, cell: Cell, secrets: Secrets): Promise<boolean> {
  const { status, headers } = await rawRequest(host.port, requestOf(host, cell, secrets)).catch(() => CLOSED)
  return status === 101 || status === 204 || 'set-cookie' in headers
}

/** The connection was closed without a word. */
const CLOSED = { status: 0, headers: {} }

const AT_ONCE = 50

/** Sends every cell as a request of its own; those that were let in though they may not, and those turned away though they may. */
export async function wrongCells(
  host: TestHost,
  cells: Cell[],
  secrets: Secrets,
): Promise<{ admitted: Cell[]; refused: Cell[] }> {
  const wrong: { admitted: Cell[]; refused: Cell[] } = { admitted: [], refused: [] }
  for (let from = 0; from < cells.length; from += AT_ONCE) {
    const batch = cells.slice(from, from + AT_ONCE)
    const entered = await Promise.all(batch.map((cell) => enters(host, cell, secrets)))
    batch.forEach((cell, index) => {
      if (entered[index] && !mayEnter(cell)) wrong.admitted.push(cell)
      if (!entered[index] && mayEnter(cell)) wrong.refused.push(cell)
    })
  }
  return wrong
}
