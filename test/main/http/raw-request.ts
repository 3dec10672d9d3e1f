import { createConnection } from 'node:net'

export type RawRequest = { method: string; target: string; headers: [string, string][]; body?: string }
export type RawAnswer = { status: number; headers: Record<string, string>; body: string }

/** One request exactly as written, over a raw socket: no client library repairs or adds headers. Ends after the first answer. */
export const rawRequest = (port: number, { method, target, headers, body = '' }: RawRequest): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1')
    const lines = [`${method} ${target} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`)]
    if (body) lines.push(`Content-Length: ${Buffer.byteLength(body)}`)
    socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`)
    let text = ''
    const finish = () => {
      socket.destroy()
      const answer = parse(text)
      if (answer) resolve(answer)
      else reject(new Error(`No answer: ${JSON.stringify(text)}`))
    }
    socket.on('data', (data) => {
      text += data.toString('latin1')
      const answer = parse(text)
      if (answer && (answer.status === 101 || answer.body.length >= Number(answer.headers['content-length'] ?? 'NaN')))
        finish()
    })
    // A refusal may be followed by a reset: what was said before counts.
    socket.on('error', finish)
    socket.on('close', finish)
  })

const parse = (text: string): RawAnswer | undefined => {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [first = '', ...lines] = text.slice(0, end).split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => [line.split(':', 1)[0]!.toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
  return { status: Number(first.split(' ')[1]), headers, body: text.slice(end + 4) }
}

export const upgradeHeaders: [string, string][] = [
  ['Connection', 'Upgrade'],
  ['Upgrade', 'websocket'],
  ['Sec-WebSocket-Version', '13'],
  ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
]
