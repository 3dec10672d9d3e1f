import { protocol } from 'electron'
import { securityHeaders } from '../http/security-headers.ts'
import { staticFiles } from '../http/static-files.ts'
import { APP_HOST, APP_SCHEME } from './channels.ts'

/** Before `ready`: pages of `app://` are a secure origin of their own. */
export const declareAppScheme = (): void => {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the built renderer, and nothing but it, under `app://cockpit/`. */
export const serveAppScheme = (rendererDirectory: string): void => {
  const files = staticFiles(rendererDirectory)
  protocol.handle(APP_SCHEME, ({ url, method }) => {
    const { host, pathname } = new URL(url)
    const file = host === APP_HOST && method === 'GET' ? files(pathname) : undefined
    if (!file) return new Response('There is nothing here.', { status: 404, headers: securityHeaders() })
    const headers = { ...securityHeaders(), 'content-type': file.type, 'cache-control': file.cacheControl }
    return new Response(new Uint8Array(file.body), { headers })
  })
}
