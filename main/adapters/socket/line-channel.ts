import { isUtf8 } from 'node:buffer'
import type { Socket } from 'node:net'
import type { Channel } from '../../../shared/contract/channel.ts'

const NEWLINE = 0x0a

/** Whole messages over a byte stream: JSON never contains a raw newline, so a newline ends each. A longer frame than agreed ends the channel. */
export const lineChannel = (socket: Socket, maxFrameBytes: number): Channel => {
  let onText: (text: string) => void = () => {}
  const closeListeners: ((reason: string) => void)[] = []
  let parts: Buffer[] = []
  let heldBytes = 0
  let reason: string | undefined
  let closed = false

  const take = (data: Buffer) => {
    let from = 0
    for (let end = data.indexOf(NEWLINE); end >= 0; end = data.indexOf(NEWLINE, from)) {
      const frame = Buffer.concat([...parts, data.subarray(from, end)])
      parts = []
      heldBytes = 0
      from = end + 1
      if (frame.length > maxFrameBytes) return close(`A message was longer than ${maxFrameBytes} bytes.`)
      // What is no text is no message either: replaced characters would be recorded as if somebody had said them.
      onText(isUtf8(frame) ? frame.toString('utf8') : '')
      if (socket.destroyed) return
    }
    parts.push(data.subarray(from))
    heldBytes += data.length - from
    if (heldBytes > maxFrameBytes) close(`A message was longer than ${maxFrameBytes} bytes.`)
  }
  const close = (why?: string) => {
    reason ??= why
    socket.destroy()
  }
  socket.on('data', (data) => {
    if (!socket.destroyed) take(data)
  })
  socket.on('error', (error) => {
    reason ??= error.message
  })
  socket.on('close', () => {
    closed = true
    for (const listener of closeListeners) listener(reason ?? 'The other side closed the connection.')
  })

  return {
    send: (text) => {
      if (!socket.destroyed) socket.write(`${text}\n`)
    },
    onMessage: (listener) => {
      onText = listener
    },
    onClose: (listener) => {
      if (closed) listener(reason ?? 'The other side closed the connection.')
      else closeListeners.push(listener)
    },
    close,
    pendingBytes: () => socket.writableLength,
  }
}
