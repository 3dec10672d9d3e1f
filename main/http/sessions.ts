import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

export type Sessions = {
  /** A new token that one page may exchange, once. */
  issueToken(): string
  /** The `Set-Cookie` value of a new session, or undefined: unknown or used token. */
  exchange(token: string): string | undefined
  isKnown(request: IncomingMessage): boolean
}

/** Looking a secret up by its digest takes no time that depends on the secret. */
const digestOf = (secret: string) => createHash('sha256').update(secret).digest('base64')

const freshSecret = () => randomBytes(32).toString('base64url')

/**
 * Tokens and sessions of one browser host; they end with its process. Cookies ignore ports, so the port is in the name. Not `Secure`: the page
 * is plain http on loopback, where not every browser would keep such a cookie.
 */
export const createSessions = (port: number): Sessions => {
  const name = `cockpit-${port}`
  const tokens = new Set<string>()
  const sessions = new Set<string>()
  return {
    issueToken() {
      const token = freshSecret()
      tokens.add(digestOf(token))
      return token
    },
    exchange(token) {
      if (!tokens.delete(digestOf(token))) return undefined
      const session = freshSecret()
      sessions.add(digestOf(session))
      return `${name}=${session}; Path=/; HttpOnly; SameSite=Strict`
    },
    isKnown: ({ headers }) => cookieValues(headers.cookie, name).some((value) => sessions.has(digestOf(value))),
  }
}

const cookieValues = (header: string | undefined, name: string): string[] =>
  (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
