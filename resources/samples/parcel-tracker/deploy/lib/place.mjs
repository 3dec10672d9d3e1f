/** Where one environment of the sample lives: four loopback ports and a state directory, both derived from PARCEL_PORT_BASE. */
import { lstatSync, mkdirSync, readdirSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { Trouble } from './report.mjs'

/** PARCEL_STATE moves all environments' pid files and logs elsewhere. */
const stateRoot = () => process.env.PARCEL_STATE || join(tmpdir(), `parcel-tracker-${userInfo().username}`)

/** In a shared temporary directory anybody could have made it first. */
function ownDirectory(path) {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  const stat = lstatSync(path)
  if (!stat.isDirectory() || (process.getuid && stat.uid !== process.getuid()))
    throw new Trouble(`${path} is not a directory of yours. Remove it, or set PARCEL_STATE to another place.`)
  return path
}

function portBase(text) {
  const base = Number(text)
  if (/^\d+$/.test(text) && base >= 1024 && base + 3 <= 65535) return base
  throw new Trouble(
    `PARCEL_PORT_BASE is "${text}". It must be a port from 1024 to 65532; that one and the next three are used.`,
  )
}

export function placeAt(text) {
  const base = portBase(text)
  return {
    name: process.env.RELEASE_ENVIRONMENT ?? `port ${base}`,
    state: ownDirectory(join(ownDirectory(stateRoot()), String(base))),
    ports: { proxy: base, blue: base + 1, green: base + 2, admin: base + 3 },
    url: `http://127.0.0.1:${base}`,
    idleMinutes: process.env.PARCEL_IDLE_MINUTES ?? '120',
    versions: { blue: process.env.RELEASE_PREVIOUS ?? '2.3.1', green: process.env.RELEASE_VERSION ?? '2.4.0' },
  }
}

/** Every environment that was started here and not stopped, as port bases. */
export function knownBases() {
  const root = ownDirectory(stateRoot())
  return readdirSync(root).filter((name) => readdirSync(join(root, name)).some((file) => file.endsWith('.pid')))
}

/** The place a script works on: the one of the run, or by hand the only one there is. */
export function currentPlace() {
  if (process.env.PARCEL_PORT_BASE) return placeAt(process.env.PARCEL_PORT_BASE)
  const known = knownBases()
  if (known.length === 1) return placeAt(known[0])
  if (known.length === 0)
    throw new Trouble('No environment of the sample is running. Set PARCEL_PORT_BASE (production uses 47080).')
  throw new Trouble(`Several environments are running: set PARCEL_PORT_BASE to one of ${known.join(', ')}.`)
}
