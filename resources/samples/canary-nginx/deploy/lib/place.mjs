/** Where one environment lives: three loopback ports, QUOTE_PORTS and a last digit, and a state directory. */
import { lstatSync, mkdirSync, readdirSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { Trouble } from './say.mjs'

const stateRoot = () => process.env.QUOTE_STATE || join(tmpdir(), `quote-sample-${userInfo().username}`)

/** In a shared temporary directory anybody could have made it first. */
function ownDirectory(path) {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  const stat = lstatSync(path)
  if (stat.isDirectory() && stat.uid === process.getuid()) return path
  throw new Trouble(`${path} is not a directory of yours. Remove it, or set QUOTE_STATE to another place.`)
}

export function placeAt(prefix) {
  if (!/^\d{3,4}$/.test(prefix) || Number(prefix) < 103 || Number(prefix) > 6552)
    throw new Trouble(`QUOTE_PORTS is "${prefix}". It is a port without its last digit: 4720 means 47200 to 47202.`)
  const port = (digit) => Number(`${prefix}${digit}`)
  return {
    state: ownDirectory(join(ownDirectory(stateRoot()), prefix)),
    ports: { nginx: port(0), stable: port(1), canary: port(2) },
    url: `http://127.0.0.1:${port(0)}`,
    versions: { stable: process.env.RELEASE_PREVIOUS ?? '3.1.4', canary: process.env.RELEASE_VERSION ?? '3.2.0' },
  }
}

export function currentPlace() {
  if (process.env.QUOTE_PORTS) return placeAt(process.env.QUOTE_PORTS)
  throw new Trouble('Set QUOTE_PORTS to say which environment: 4720 is production, 4721 is staging.')
}

/** Every environment that was started here. */
export const knownPrefixes = () => readdirSync(ownDirectory(stateRoot()))
