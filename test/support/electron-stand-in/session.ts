import { EventEmitter } from 'node:events'
import { observe } from './control.ts'

type RequestHandler = (contents: unknown, permission: string, decide: (granted: boolean) => void) => void

class Session extends EventEmitter {
  setPermissionRequestHandler(handler: RequestHandler): void {
    for (const permission of ['notifications', 'media', 'geolocation', 'clipboard-read', 'clipboard-sanitized-write']) {
      handler(null, permission, (granted) => observe({ kind: 'permission', permission, granted }))
    }
  }
  setPermissionCheckHandler(_handler: unknown): void {}
  setDevicePermissionHandler(_handler: unknown): void {}
}

export const session = { defaultSession: new Session() }
