/** The target from outside: how it is started, entered, asked how it is, and ended. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import path from 'node:path'
import { connectSocket, socketPath } from '../../../main/adapters/socket/index.ts'
import type { CockpitClient } from '../../../shared/contract/client.ts'
import type { Peer } from '../../../shared/contract/serve.ts'
import { type ReleaseId, stageId } from '../../../shared/ids.ts'
import { type Door, socketDoor, webSocketDoor } from './lines.ts'
import type { Scene } from './scene.ts'
import type { FromTarget, Wellbeing } from './target.ts'

const BY_ITSELF = ['engine.gap', 'clock.moved', 'checkpoint.signed']

export class Target {
  readonly scene: Scene
  private readonly child: ChildProcess
  client!: CockpitClient
  cookie = ''
  port = 0
  release!: ReleaseId

  constructor(scene: Scene) {
    this.scene = scene
    const args = [scene.ledger, path.join(scene.folder, 'page')]
    const options = { env: scene.env, cwd: path.join(scene.folder, 'out') }
    this.child = fork(path.join(import.meta.dirname, 'target.ts'), args, {
      ...options,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
  }

  private async hear<Kind extends FromTarget['kind']>(kind: Kind) {
    const [message] = (await once(this.child, 'message')) as [FromTarget]
    if (message.kind !== kind) throw new Error(`The target said ${message.kind}.`)
    return message as Extract<FromTarget, { kind: Kind }>
  }

  /** Ready to be attacked: a run is open in production, at a step for a person. */
  async ready(): Promise<void> {
    const { port, url } = await this.hear('ready')
    this.port = port
    this.cookie = await sessionOf(port, url.split('#')[1]!)
    this.client = await connectSocket(this.scene.ledger)
    const folder = path.join(this.scene.folder, 'release')
    this.release = (await this.client.call('release.open', { folder })).release!
    const about = { release: this.release, stageId: stageId('production'), environment: 'production' }
    const { arm } = await this.client.call('run.preview', about)
    const command = { type: 'run.start', stageId: about.stageId, environment: 'production' } as const
    const as = { name: 'Ada Obi' }
    const started = await this.client.call('command.send', { release: this.release, command, as, arm: arm!.token })
    if (!started.ok) throw new Error(started.rejection.message)
  }

  async wellbeing(): Promise<Wellbeing> {
    this.child.send('how are you')
    return this.hear('well')
  }

  /** Of all releases, without what a busy machine makes the cockpit notice by itself. */
  async entries(): Promise<number> {
    const all = await this.client.call('releases.list', {})
    const { events } = await this.client.call('events.read', { release: this.release, limit: 5000 })
    const own = events.filter(({ type }) => BY_ITSELF.includes(type))
    return all.reduce((sum, { size }) => sum + size, 0) - own.length
  }

  isAlive = () => this.child.exitCode === null && this.child.signalCode === null

  door = (peer: Peer, isBinary = false): Promise<Door> =>
    peer === 'window'
      ? webSocketDoor(this.port, this.cookie, isBinary)
      : socketDoor(socketPath(this.scene.ledger, this.scene.env))

  async end(): Promise<void> {
    this.client?.close()
    this.child.kill('SIGKILL')
    if (this.isAlive()) await once(this.child, 'exit')
  }
}

const sessionOf = (port: number, token: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const headers = { origin: `http://127.0.0.1:${port}`, 'content-type': 'application/cockpit-token' }
    const asked = request({ host: '127.0.0.1', port, method: 'POST', path: '/session', headers }, (answer) => {
      answer.resume()
      resolve(answer.headers['set-cookie']![0]!.split(';')[0]!)
    })
    asked.on('error', reject).end(token)
  })
