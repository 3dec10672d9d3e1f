export { type SocketAddress, socketPath } from './address.ts'
export { connectSocket } from './connect-socket.ts'
export { type SocketServer, serveSocket } from './serve-socket.ts'
