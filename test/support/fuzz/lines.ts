/** The two doors of an owner, as somebody would use them who follows no rules: bytes go in, answers come out. */
import { connect } from 'node:net'
import WebSocket from 'ws'

export type Answer = { id?: unknown; result?: unknown; error?: { code: string; message: string } }

export type Door = {
  send(bytes: Buffer): void
  /** Everything that was answered so far; pushed feed messages are not among it. */
  answers: Answer[]
  /** Why it was closed from the other side, once it is. */
  closed: Promise<string>
  isClosed(): boolean
  close(): void
}

function taking(): { answers: Answer[]; take(text: string): void } {
  const answers: Answer[] = []
  return {
    answers,
    take(text) {
      const message = JSON.parse(text)
      if (!('feed' in message)) answers.push(message)
    },
  }
}

/** The owner's socket, as a terminal has it. */
export async function socketDoor(path: string): Promise<Door> {
  const socket = connect(path)
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  const { answers, take } = taking()
  let held = ''
  let isClosed = false
  socket.setEncoding('utf8').on('data', (data) => {
    held += data
    const lines = held.split('\n')
    held = lines.pop()!
    for (const line of lines) take(line)
  })
  socket.on('error', () => {})
  const closed = new Promise<string>((resolve) =>
    socket.once('close', () => {
      isClosed = true
      resolve('closed')
    }),
  )
  return {
    send: (bytes) => void socket.write(Buffer.concat([bytes, Buffer.from('\n')])),
    ...{ answers, closed, isClosed: () => isClosed, close: () => socket.destroy() },
  }
}

/** The WebSocket of a page that has a session. `isBinary` sends frames no page of ours sends. */
export async function webSocketDoor(port: number, cookie: string, isBinary = false): Promise<Door> {
  const origin = `http://127.0.0.1:${port}`
  const socket = new WebSocket(`ws://127.0.0.1:${port}/wire`, { headers: { cookie }, origin, maxPayload: 2 ** 28 })
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve())
    socket.once('error', reject)
  })
  const { answers, take } = taking()
  let isClosed = false
  socket.on('message', (data) => take(data.toString()))
  socket.on('error', () => {})
  const closed = new Promise<string>((resolve) =>
    socket.once('close', (code) => {
      isClosed = true
      resolve(String(code))
    }),
  )
  return {
    send: (bytes) => socket.send(bytes, { binary: isBinary }),
    ...{ answers, closed, isClosed: () => isClosed, close: () => socket.terminate() },
  }
}
