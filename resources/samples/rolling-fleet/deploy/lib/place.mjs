/** Where one environment of the sample lives: six loopback ports and a state directory, both derived from FLEET_PORTS. */
import { lstatSync, mkdirSync, readdirSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { Trouble } from './report.mjs'

export const INSTANCES = ['fares-1', 'fares-2', 'fares-3', 'fares-4']

/** FLEET_STATE moves all environments' pid files and logs elsewhere. */
const stateRoot = () => process.env.FLEET_STATE || join(tmpdir(), `fare-search-${userInfo().username}`)

/** In a shared temporary directory anybody could have made it first. */
function ownDirectory(path) {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  const stat = lstatSync(path)
  if (!stat.isDirectory() || (process.getuid && stat.uid !== process.getuid()))
    throw new Trouble(`${path} is not a directory of yours. Remove it, or set FLEET_STATE to another place.`)
  return path
}

export function placeAt(text) {
  const base = Number(text)
  if (!/^\d+$/.test(text) || base < 1024 || base + 5 > 65_535)
    throw new Trouble(
      `FLEET_PORTS is "${text}". It must be a port from 1024 to 65530; that one and the next five are used.`,
    )
  const ports = { balancer: base, control: base + 5 }
  for (const [index, name] of INSTANCES.entries()) ports[name] = base + 1 + index
  return {
    name: process.env.RELEASE_ENVIRONMENT ?? `port ${base}`,
    state: ownDirectory(join(ownDirectory(stateRoot()), String(base))),
    ports,
    url: `http://127.0.0.1:${base}`,
    control: `http://127.0.0.1:${base + 5}`,
    old: process.env.RELEASE_PREVIOUS ?? '5.0.3',
    new: process.env.RELEASE_VERSION ?? '5.1.0',
  }
}

/** Every environment that was started here and not stopped, as ports. */
export function knownBases() {
  const root = ownDirectory(stateRoot())
  return readdirSync(root).filter((name) => readdirSync(join(root, name)).some((file) => file.endsWith('.pid')))
}

export function currentPlace() {
  if (process.env.FLEET_PORTS) return placeAt(process.env.FLEET_PORTS)
  throw new Trouble('Set FLEET_PORTS to say which environment: 47200 is production, 47210 is staging.')
}
