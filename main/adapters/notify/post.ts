/** One POST, told apart by whether the receiver may have it: what was refused before the connection stood may be sent again, what was lost after it may not. */
import http from 'node:http'
import https from 'node:https'
import { RequestTimeout } from '../http-check/send-request.ts'

export type Posting = {
  url: URL
  headers: Record<string, string>
  body: string
  ca?: string
  /** For the whole exchange, connecting included. */
  timeoutMs: number
}

export type Posted =
  | { kind: 'answer'; status: number; text: string; location?: string }
  /** `wasSent`: the connection stood, so the request may have been taken. */
  | { kind: 'failed'; error: unknown; wasSent: boolean }

/** More of an answer is not read: its status says what became of the message. */
const KEEP_BYTES = 2048

/** Never rejects. Redirects are not followed: nobody knows who would get the message. */
export const post = ({ url, headers, body, ca, timeoutMs }: Posting): Promise<Posted> =>
  new Promise((resolve) => {
    let wasSent = false
    const isTls = url.protocol === 'https:'
    const send = isTls ? https.request : http.request
    const fail = (error: unknown) => {
      clearTimeout(timer)
      resolve({ kind: 'failed', error, wasSent })
    }
    const outgoing = send(url, {
      method: 'POST',
      agent: false,
      headers: { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' },
      ...(ca === undefined ? {} : { ca }),
    })
    const late = () => outgoing.destroy(new RequestTimeout(`no complete answer within ${timeoutMs / 1000} s`))
    const timer = setTimeout(late, timeoutMs)
    outgoing.on('error', fail)
    outgoing.on('socket', (socket) => {
      socket.once(isTls ? 'secureConnect' : 'connect', () => {
        wasSent = true
      })
    })
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = []
      let kept = 0
      const answered = () => {
        clearTimeout(timer)
        const { location } = response.headers
        const text = Buffer.concat(chunks).subarray(0, KEEP_BYTES).toString('utf8')
        resolve({ kind: 'answer', status: response.statusCode ?? 0, text, ...(location ? { location } : {}) })
        outgoing.destroy()
      }
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        kept += chunk.length
        if (kept >= KEEP_BYTES) answered()
      })
      response.on('end', answered)
      // The status is there: that the rest of the answer is not changes nothing.
      response.on('error', answered)
    })
    outgoing.end(body)
  })
