import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export type StaticFile = { body: Buffer; type: string; cacheControl: string }

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

/**
 * The built renderer by URL path. The folder is listed once, and only what was listed is ever read: no path of a request reaches the file
 * system, so there is nothing to traverse. Throws a sentence when the renderer is not built.
 */
export const staticFiles = (directory: string): ((urlPath: string) => StaticFile | undefined) => {
  if (!existsSync(path.join(directory, 'index.html'))) {
    throw new Error(`The window is not built yet (${directory} has no index.html). Run \`npm run build\`.`)
  }
  const files = new Map(
    listFiles(directory).map((file) => [`/${file.split(path.sep).join('/')}`, path.join(directory, file)]),
  )
  files.set('/', path.join(directory, 'index.html'))
  return (urlPath) => {
    const file = files.get(urlPath)
    const type = file && TYPES[path.extname(file)]
    if (!file || !type) return undefined
    return { body: readFileSync(file), type, cacheControl: cacheControl(urlPath) }
  }
}

/** Names under /assets carry a digest of their content. */
const cacheControl = (urlPath: string) =>
  urlPath.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store'

const listFiles = (directory: string, under = ''): string[] =>
  readdirSync(path.join(directory, under), { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(under, entry.name)
    if (entry.isDirectory()) return listFiles(directory, name)
    return entry.isFile() ? [name] : []
  })
