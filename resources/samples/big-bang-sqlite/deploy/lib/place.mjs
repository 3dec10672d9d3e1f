/** Where one environment of the sample lives: three loopback ports and a directory with the database, both derived from DESK_PORTS. */
import { lstatSync, mkdirSync, readdirSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { Trouble } from './report.mjs'

/** DESK_STATE moves all environments' databases, pid files and logs elsewhere. */
const stateRoot = () => process.env.DESK_STATE || join(tmpdir(), `booking-desk-${userInfo().username}`)

/** In a shared temporary directory anybody could have made it first. */
function ownDirectory(path) {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  const stat = lstatSync(path)
  if (!stat.isDirectory() || (process.getuid && stat.uid !== process.getuid()))
    throw new Trouble(`${path} is not a directory of yours. Remove it, or set DESK_STATE to another place.`)
  return path
}

export function placeAt(text) {
  const base = Number(text)
  if (!/^\d+$/.test(text) || base < 1024 || base + 2 > 65_535)
    throw new Trouble(
      `DESK_PORTS is "${text}". It must be a port from 1024 to 65533; that one and the next two are used.`,
    )
  const state = ownDirectory(join(ownDirectory(stateRoot()), String(base)))
  return {
    name: process.env.RELEASE_ENVIRONMENT ?? `port ${base}`,
    state,
    database: join(state, 'bookings.db'),
    backup: join(state, 'backup.db'),
    ports: { front: base, desk: base + 1, control: base + 2 },
    url: `http://127.0.0.1:${base}`,
    deskUrl: `http://127.0.0.1:${base + 1}`,
    control: `http://127.0.0.1:${base + 2}`,
    old: process.env.RELEASE_PREVIOUS ?? '2.9.4',
    new: process.env.RELEASE_VERSION ?? '3.0.0',
  }
}

/** Every environment that was started here and not stopped, as ports. */
export function knownBases() {
  const root = ownDirectory(stateRoot())
  return readdirSync(root).filter((name) => readdirSync(join(root, name)).some((file) => file.endsWith('.pid')))
}

export function currentPlace() {
  if (process.env.DESK_PORTS) return placeAt(process.env.DESK_PORTS)
  throw new Trouble('Set DESK_PORTS to say which environment: 47300 is production, 47310 is staging.')
}
