import { globSync, readFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { networkInterfaces } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { serveBrowser } from '../../../main/http/index.ts'
import { webSocketChannel } from '../../../main/http/web-socket-channel.ts'
import { remoteClient } from '../../../shared/contract/remote-client.ts'
import { fakeCockpit, helloAnswer } from '../../support/fake-cockpit.ts'
import { until } from '../../support/until.ts'
import { startHost, type TestHost } from './host.ts'

let host: TestHost
beforeEach(async () => {
  host = await startHost()
})
afterEach(() => host.end())

const open = (cookie: string) => {
  const origin = `http://127.0.0.1:${host.port}`
  return new WebSocket(`ws://127.0.0.1:${host.port}/wire`, { headers: { cookie }, origin })
}

const opened = (socket: WebSocket) =>
  new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve())
    socket.once('error', reject)
  })

describe('a page with a session', () => {
  it('calls the cockpit and hears the feed, in as many tabs as one likes', async () => {
    const cookie = await host.session()
    for (let tab = 0; tab < 2; tab++) {
      const socket = open(cookie)
      await opened(socket)
      const client = remoteClient(webSocketChannel(socket))
      const heard = new Promise((resolve) => client.onFeed(resolve))
      expect(await client.call('hello', {})).toEqual(helloAnswer)
      host.cockpit.feed({ kind: 'owner', epoch: 3 })
      expect(await heard).toEqual({ kind: 'owner', epoch: 3 })
    }
  })

  it('is cut off when it sends more than any command needs', async () => {
    const socket = open(await host.session())
    await opened(socket)
    const code = new Promise((resolve) => socket.once('close', resolve))
    socket.on('error', () => {})
    socket.send('x'.repeat(300 * 1024))
    expect(await code).toBe(1009)
  })

  it('is cut off when it sends bytes instead of text', async () => {
    const socket = open(await host.session())
    await opened(socket)
    const code = new Promise((resolve) => socket.once('close', resolve))
    socket.send(Buffer.from('{}'))
    expect(await code).toBe(1003)
  })

  it('stops being heard when the host closes', async () => {
    const socket = open(await host.session())
    await opened(socket)
    const closed = new Promise((resolve) => socket.once('close', resolve))
    await host.close()
    await closed
    await until(() => host.cockpit.listeners() === 0, 'the feed to be let go')
  })
})

describe('the host', () => {
  it('gives a different address each time, its token only in the fragment', () => {
    const [first, second] = [host.issueUrl(), host.issueUrl()]
    expect(first).not.toBe(second)
    expect(new URL(first)).toMatchObject({ pathname: '/', search: '', hostname: '127.0.0.1' })
    expect(new URL(first).hash.length).toBeGreaterThan(40)
  })

  it('is not reachable on any other address of this machine', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .filter(({ internal, scopeid }) => !internal && !scopeid)
    for (const { address } of [...others, { address: '::1' }, { address: '127.0.0.2' }]) {
      const refused = await new Promise((resolve) => {
        const socket = createConnection(host.port, address)
        socket.once('connect', () => resolve(false))
        socket.once('error', () => resolve(true))
      })
      expect(refused, address).toBe(true)
    }
  })

  it('can be bound nowhere else: the program listens on 127.0.0.1 and on a socket of the user, and takes no other address', () => {
    const root = path.join(import.meta.dirname, '../../..')
    const files = globSync('main/**/*.ts', { cwd: root }).map((file) => readFileSync(path.join(root, file), 'utf8'))
    const listening = files.flatMap((text) => [...text.matchAll(/\.listen\(([^)]*)/g)].map(([, where]) => where))
    expect(listening.toSorted()).toEqual(['path, resolve', "port, '127.0.0.1', ("])
    const cli = files.join('\n')
    expect(cli).not.toMatch(/--(?:host|bind|listen|address)\b/)
  })

  it('leaves its usual port to another cockpit that is there first', async () => {
    const second = await startHost()
    expect(second.port).not.toBe(host.port)
    await second.session()
    await second.end()
  })

  it('says what to do when the port is taken', async () => {
    const again = serveBrowser({ client: fakeCockpit(), staticDirectory: host.page, port: host.port })
    await expect(again).rejects.toThrow(/Port \d+ is taken/)
  })

  it('says what to do when the window was never built', async () => {
    await expect(serveBrowser({ client: fakeCockpit(), staticDirectory: '/nowhere' })).rejects.toThrow(
      /Run `npm run build`/,
    )
  })
})
