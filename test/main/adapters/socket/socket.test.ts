import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addressFile, readAddress, socketPath, writeAddress } from '../../../../main/adapters/socket/address.ts'
import { connectSocket } from '../../../../main/adapters/socket/connect-socket.ts'
import { type SocketServer, serveSocket } from '../../../../main/adapters/socket/serve-socket.ts'
import type { WireFailure } from '../../../../shared/contract/wire-failure.ts'
import { fakeCockpit, helloAnswer } from '../../../support/fake-cockpit.ts'

let folder: string
let ledger: string
let server: SocketServer | undefined
let child: ChildProcess | undefined

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'cockpit-socket-'))
  ledger = path.join(folder, 'ledger.db')
  writeFileSync(ledger, '')
})
afterEach(async () => {
  await server?.close()
  server = undefined
  child?.kill('SIGKILL')
  child = undefined
  rmSync(folder, { recursive: true, force: true })
})

const failureOf = (promise: Promise<unknown>): Promise<WireFailure> =>
  promise.then(
    () => expect.fail('expected a failure'),
    (error) => error,
  )

describe("the owner's socket", () => {
  it('lets another client of the same user call and listen', async () => {
    const cockpit = fakeCockpit()
    server = await serveSocket(cockpit, ledger)
    const client = await connectSocket(ledger)
    const epoch = new Promise((resolve) => client.onFeed(resolve))
    expect(await client.call('hello', {})).toEqual(helloAnswer)
    cockpit.feed({ kind: 'owner', epoch: 9 })
    expect(await epoch).toEqual({ kind: 'owner', epoch: 9 })
    client.close()
  })

  it('can be entered by its user alone and has a short path, however deep the ledger lies', async () => {
    server = await serveSocket(fakeCockpit(), ledger)
    expect(statSync(server.path).mode & 0o777).toBe(0o600)
    expect(statSync(path.dirname(server.path)).mode & 0o777).toBe(0o700)
    expect(Buffer.byteLength(server.path)).toBeLessThan(100)
    expect(socketPath(ledger, { XDG_RUNTIME_DIR: path.join(folder, 'x'.repeat(90)) }).length).toBeLessThan(100)
  })

  it('is found from a terminal with other temporary folders', async () => {
    server = await serveSocket(fakeCockpit(), ledger)
    expect(readAddress(ledger)).toEqual({ path: server.path, pid: process.pid })
  })

  it('replaces the socket a killed owner left behind', async () => {
    const left = socketPath(ledger)
    child = spawn(process.execPath, [
      '-e',
      `require('node:net').createServer().listen(${JSON.stringify(left)}, () => console.log('on'))`,
    ])
    await once(child.stdout!, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(existsSync(left)).toBe(true)
    server = await serveSocket(fakeCockpit(), ledger)
    const client = await connectSocket(ledger)
    client.close()
  })

  it('says so when nobody listens, so that the caller can take the ledger itself', async () => {
    expect((await failureOf(connectSocket(ledger))).code).toBe('no-owner')
    writeAddress(ledger, { path: path.join(folder, 'nothing.sock'), pid: 1 })
    expect((await failureOf(connectSocket(ledger))).code).toBe('no-owner')
  })

  it('names the process of an owner that does not answer within a second', async () => {
    server = await serveSocket(fakeCockpit({ hello: () => new Promise(() => {}) }), ledger)
    const failure = await failureOf(connectSocket(ledger))
    expect(failure.code).toBe('owner-silent')
    expect(failure.message).toContain(`kill ${process.pid}`)
  })

  it('tells its clients when it ends, and leaves no address behind', async () => {
    server = await serveSocket(fakeCockpit(), ledger)
    const client = await connectSocket(ledger)
    const lost = new Promise((resolve) => client.onConnection((state) => state === 'lost' && resolve(state)))
    await server.close()
    server = undefined
    expect(await lost).toBe('lost')
    expect(existsSync(addressFile(ledger))).toBe(false)
  })

  it('ends a connection that sends a message without end, and goes on serving others', async () => {
    server = await serveSocket(fakeCockpit(), ledger)
    const rude = createConnection(server.path)
    rude.on('error', () => {})
    const chunk = Buffer.alloc(1024 * 1024, 'x')
    for (let sent = 0; sent < 10; sent++) rude.write(chunk)
    await new Promise((resolve) => rude.once('close', resolve))
    const client = await connectSocket(ledger)
    client.close()
  })

  it('puts messages together however the stream cuts them', async () => {
    server = await serveSocket(fakeCockpit(), ledger)
    const socket = createConnection(server.path)
    const text = `${JSON.stringify({ id: 1, method: 'hello', params: {} })}\n`
    for (const byte of Buffer.from(text)) {
      socket.write(Buffer.from([byte]))
      await new Promise((resolve) => setImmediate(resolve))
    }
    const [answer] = await once(socket, 'data')
    expect(JSON.parse(String(answer))).toEqual({ id: 1, result: helloAnswer })
    socket.destroy()
  })
})
