import type { WebSocket } from 'ws'
import type { Channel } from '../../shared/contract/channel.ts'

/** A WebSocket of the browser host as a channel. Binary messages are none of ours. */
export const webSocketChannel = (socket: WebSocket): Channel => {
  let closedBecause: string | undefined
  const listeners: ((reason: string) => void)[] = []
  socket.on('close', (_, reason) => {
    closedBecause = reason.toString() || 'The page was closed.'
    for (const listener of listeners) listener(closedBecause)
  })
  socket.on('error', () => socket.terminate())
  return {
    send: (text) => {
      if (socket.readyState === socket.OPEN) socket.send(text)
    },
    onMessage: (listener) => {
      socket.on('message', (data, isBinary) => {
        if (isBinary) socket.close(1003, 'Only text messages.')
        else listener(data.toString())
      })
    },
    onClose: (listener) => {
      if (closedBecause === undefined) listeners.push(listener)
      else listener(closedBecause)
    },
    close: (reason = '') => {
      socket.close(1000, reason.slice(0, 100))
      setTimeout(() => socket.terminate(), 1000).unref()
    },
    pendingBytes: () => socket.bufferedAmount,
  }
}
