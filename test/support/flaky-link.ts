/** The way to a server, which a test may cut: while it is down every connection is reset. */
import { once } from 'node:events'
import net, { type AddressInfo, type Socket } from 'node:net'

export type FlakyLink = { url: string; down(): void; up(): void; close(): Promise<void> }

export async function flakyLink(port: number): Promise<FlakyLink> {
  const open = new Set<Socket>()
  let isDown = false
  const keep = (socket: Socket, other: Socket) => {
    open.add(socket)
    socket.on('error', () => other.destroy())
    socket.once('close', () => open.delete(socket))
  }
  const cut = () => {
    for (const socket of open) socket.resetAndDestroy()
  }
  const server = net.createServer((near) => {
    if (isDown) return void near.resetAndDestroy()
    const far = net.connect(port, '127.0.0.1')
    keep(near, far)
    keep(far, near)
    near.pipe(far).pipe(near)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    down() {
      isDown = true
      cut()
    },
    up() {
      isDown = false
    },
    async close() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
