import { createServer } from 'node:net'

const canListen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })

/**
 * The first of `count` free loopback ports in a row, a multiple of ten, for a program that cannot choose one itself. Below what the kernel hands out to
 * others, or somebody's connection could take one before the program does; and where another worker of the test run does not look.
 */
export async function freePorts(count: number): Promise<number> {
  const worker = Number(process.env.VITEST_POOL_ID ?? 0) % 4
  for (let attempt = 0; attempt < 50; attempt++) {
    const base = 15_000 + worker * 4000 + 10 * Math.floor(Math.random() * 400)
    const free = await Promise.all(Array.from({ length: count }, (_, offset) => canListen(base + offset)))
    if (free.every(Boolean)) return base
  }
  throw new Error(`There are no ${count} free ports in a row from 15000 to 31000.`)
}
