/** Where one environment lives: four loopback ports, TARIFF_PORTS and a last digit, and a state directory. */
import { lstatSync, mkdirSync, readdirSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { Trouble } from './report.mjs'

/** TARIFF_STATE moves the state of all environments elsewhere. */
const stateRoot = () => process.env.TARIFF_STATE || join(tmpdir(), `tariff-sample-${userInfo().username}`)

/** In a shared temporary directory anybody could have made it first. */
function ownDirectory(path) {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  const stat = lstatSync(path)
  if (!stat.isDirectory() || stat.uid !== process.getuid())
    throw new Trouble(`${path} is not a directory of yours. Remove it, or set TARIFF_STATE to another place.`)
  return path
}

export function placeAt(prefix) {
  if (!/^\d{3,4}$/.test(prefix) || Number(prefix) < 103 || Number(prefix) > 6552)
    throw new Trouble(
      `TARIFF_PORTS is "${prefix}". It is a port without its last digit, 103 to 6552; 4710 means 47100 to 47103.`,
    )
  const port = (digit) => Number(`${prefix}${digit}`)
  return {
    name: process.env.RELEASE_ENVIRONMENT ?? `ports ${prefix}0`,
    state: ownDirectory(join(ownDirectory(stateRoot()), prefix)),
    ports: { nginx: port(0), blue: port(1), green: port(2), prometheus: port(3) },
    url: `http://127.0.0.1:${port(0)}`,
    prometheusUrl: `http://127.0.0.1:${port(3)}`,
    versions: { blue: process.env.RELEASE_PREVIOUS ?? '1.8.2', green: process.env.RELEASE_VERSION ?? '1.9.0' },
  }
}

/** Prefixes of every environment that was started here and not stopped. */
export function knownPrefixes() {
  const root = ownDirectory(stateRoot())
  return readdirSync(root).filter((name) => readdirSync(join(root, name)).some((file) => file.endsWith('.pid')))
}

export function currentPlace() {
  if (process.env.TARIFF_PORTS) return placeAt(process.env.TARIFF_PORTS)
  throw new Trouble('Set TARIFF_PORTS to say which environment: 4710 is production, 4711 is staging.')
}
