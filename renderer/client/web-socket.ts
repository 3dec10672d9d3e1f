import type { Channel } from '../../shared/contract/channel.ts'
import { wireFailure } from '../../shared/contract/wire-failure.ts'
import { ADDRESS_USED, hasSession } from './session.ts'

/** A WebSocket to the host that served this page. A browser does not tell why an upgrade was refused, so the session is asked about first. */
export const openWebSocket = async (location: Location): Promise<Channel> => {
  if (!(await hasSession())) throw wireFailure('session-over', ADDRESS_USED)
  const socket = new WebSocket(`ws://${location.host}/wire`)
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve(), { once: true })
    socket.addEventListener('error', () => reject(new Error('The cockpit cannot be reached.')), { once: true })
  })
  return socketChannel(socket)
}

const socketChannel = (socket: WebSocket): Channel => ({
  send: (text) => socket.send(text),
  onMessage: (listener) => socket.addEventListener('message', ({ data }) => listener(String(data))),
  onClose: (listener) =>
    socket.addEventListener('close', ({ reason }) => listener(reason || 'The cockpit was closed.'), { once: true }),
  close: () => socket.close(),
  pendingBytes: () => socket.bufferedAmount,
})
