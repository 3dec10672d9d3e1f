import { EventEmitter } from 'node:events'
import { app } from './app.ts'
import { observe } from './control.ts'
import { createProtocol } from './protocol.ts'

type RequestHandler = (contents: unknown, permission: string, decide: (granted: boolean) => void) => void
type CheckHandler = (contents: unknown, permission: string) => boolean
type DeviceHandler = (details: unknown) => boolean

const PERMISSIONS = [
  'notifications',
  'media',
  'geolocation',
  'clipboard-read',
  'clipboard-sanitized-write',
  'openExternal',
]

class Session extends EventEmitter {
  readonly protocol = createProtocol()
  readonly #partition: string
  constructor(partition: string) {
    super()
    this.#partition = partition
  }
  #tell(kind: 'request' | 'check' | 'device', permission: string, granted: boolean): void {
    observe({ kind: 'permission', partition: this.#partition, asked: kind, permission, granted })
  }
  setPermissionRequestHandler(handler: RequestHandler): void {
    for (const permission of PERMISSIONS)
      handler(null, permission, (granted) => this.#tell('request', permission, granted))
  }
  setPermissionCheckHandler(handler: CheckHandler): void {
    for (const permission of PERMISSIONS) this.#tell('check', permission, handler(null, permission))
  }
  setDevicePermissionHandler(handler: DeviceHandler): void {
    this.#tell('device', 'device', handler({}))
  }
}

const sessions = new Map<string, Session>()

const fromPartition = (partition: string): Session => {
  const known = sessions.get(partition)
  if (known) return known
  const made = new Session(partition)
  sessions.set(partition, made)
  app.emit('session-created', made)
  return made
}

export const session = {
  get defaultSession(): Session {
    return fromPartition('')
  },
  fromPartition,
}

/** `app.protocol` of Electron is that of the default session. */
export const protocol = {
  registerSchemesAsPrivileged(_schemes: unknown): void {},
  handle: (...args: Parameters<Session['protocol']['handle']>) => session.defaultSession.protocol.handle(...args),
}
