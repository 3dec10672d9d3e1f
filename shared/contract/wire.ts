/**
 * The messages of every transport, one JSON text each:
 * `{id, method, params}` asks, `{id, result}` or `{id, error}` answers, `{feed}` is pushed. The bytes of `output.read` travel as base64.
 */
import { z } from 'zod'
import { decodeBase64, encodeBase64 } from './base64.ts'
import type { FeedMessage, WireError } from './client.ts'

const requestSchema = z.object({ id: z.number().int().min(0), method: z.string().max(100), params: z.unknown() })

export type Request = z.output<typeof requestSchema>
export type Reply =
  | { id: number; result: unknown }
  | { id: number; error: WireError }
  | { feed: FeedMessage }
  /** The request could not even be read, so it has no id. */
  | { error: WireError }

export const encodeRequest = (request: Request): string => JSON.stringify(request)

/** What a client sent, or the error to answer with. */
export const decodeRequest = (text: string): { request: Request } | { error: WireError } => {
  const parsed = requestSchema.safeParse(parseJson(text))
  if (parsed.success) return { request: parsed.data }
  return { error: { code: 'bad-message', message: 'This is not a cockpit request: {id, method, params} as JSON.' } }
}

const hasBytes = (value: unknown): value is { bytes: Uint8Array } =>
  typeof value === 'object' && value !== null && 'bytes' in value && value.bytes instanceof Uint8Array

export const encodeReply = (reply: Reply): string =>
  'result' in reply && hasBytes(reply.result)
    ? JSON.stringify({ id: reply.id, result: { ...reply.result, bytes: encodeBase64(reply.result.bytes) } })
    : JSON.stringify(reply)

/** What an owner sent, or undefined if it is no message of this protocol. Base64 is decoded by `decodeResult`, which knows the method. */
export const decodeReply = (text: string): Reply | undefined => {
  const value = parseJson(text)
  if (typeof value !== 'object' || value === null) return undefined
  const known = 'feed' in value || 'error' in value || 'id' in value
  return known ? (value as Reply) : undefined
}

export const decodeResult = (method: string, result: unknown): unknown => {
  if (method !== 'output.read') return result
  const read = result as { bytes: string }
  return { ...read, bytes: decodeBase64(read.bytes) }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
