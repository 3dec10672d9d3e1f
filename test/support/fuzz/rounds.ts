/** Sends messages through a door and holds what comes of them against what may. */
import type { Peer } from '../../../shared/contract/serve.ts'
import { until } from '../until.ts'
import type { Attack } from './messages.ts'
import type { Target } from './target-process.ts'
import { MARK } from './values.ts'

export type FuzzReport = {
  messages: number
  unfitting: number
  fitting: number
  /** Answered with a result: they were allowed. */
  done: number
  closed: number
  memoryMb: number
  /** Everything that must not be, as sentences. */
  violations: string[]
}

const AT_ONCE = 100

export class Fuzz {
  readonly target: Target
  readonly report: FuzzReport = {
    messages: 0,
    unfitting: 0,
    fitting: 0,
    done: 0,
    closed: 0,
    memoryMb: 0,
    violations: [],
  }

  constructor(target: Target) {
    this.target = target
  }

  private object(sentence: string): void {
    if (this.report.violations.length < 50) this.report.violations.push(sentence)
  }

  /** Through one door, in pieces; every message has its answer before the next piece goes. */
  async throughDoor(peer: Peer, all: Attack[]): Promise<void> {
    const door = await this.target.door(peer)
    for (let from = 0; from < all.length; from += AT_ONCE) {
      const piece = all.slice(from, from + AT_ONCE)
      door.answers.length = 0
      for (const { bytes } of piece) door.send(bytes)
      await until(
        () => door.isClosed() || door.answers.length >= piece.length,
        `${piece.length} answers at the ${peer}`,
      )
      if (door.isClosed())
        this.object(
          `The ${peer} was cut off after ${piece.map(({ bytes }) => bytes.toString().slice(0, 80)).join(' | ')}`,
        )
      const results = door.answers.filter((answer) => 'result' in answer).length
      const isAllowed = piece.some(({ fits }) => fits)
      if (!isAllowed && results > 0)
        this.object(
          `${results} messages that do not fit were done: ${JSON.stringify(door.answers.find((answer) => 'result' in answer)).slice(0, 200)}`,
        )
      for (const { id, error } of door.answers)
        if (
          error &&
          (typeof error.code !== 'string' || typeof error.message !== 'string' || /\n {4}at /.test(error.message))
        )
          this.object(`No WireError: ${JSON.stringify(error).slice(0, 200)}`)
        else if (error?.code === 'internal' || error?.code === 'bug')
          this.object(`A bug: ${JSON.stringify(error)} for ${messageOf(piece, id)}`)
      this.report.done += results
      this.report.messages += piece.length
      this.report[isAllowed ? 'fitting' : 'unfitting'] += piece.length
      if (door.isClosed()) break
    }
    door.close()
  }

  /** What is no message at all ends its connection, and no other. */
  async cutOff(): Promise<void> {
    const cases: [Peer, Buffer, boolean][] = [
      ['window', Buffer.from('{"id":1,"method":"hello","params":{}}'), true],
      ['window', Buffer.from([0x7b, 0xff, 0xfe]), false],
      ['window', Buffer.alloc(300 * 1024, 'x'), false],
      ['terminal', Buffer.alloc(9 * 1024 * 1024, 'x'), false],
    ]
    for (const [peer, bytes, isBinary] of cases) {
      const door = await this.target.door(peer, isBinary)
      door.send(bytes)
      await door.closed
      this.report.closed++
      this.report.messages++
      this.report.unfitting++
    }
  }

  /** Nothing but what messages that fit are for. `isStrict`: no message fitted. */
  async look(before: { entries: number; untouched: string }, isStrict: boolean): Promise<void> {
    const { scene } = this.target
    if (!this.target.isAlive()) return this.object('The owner is gone.')
    const { spawned, polluted, troubles, memoryMb } = await this.target.wellbeing()
    this.report.memoryMb = Math.max(this.report.memoryMb, memoryMb)
    for (const each of troubles) this.object(`Thrown: ${each}`)
    if (polluted.length > 0) this.object(`Every object has ${polluted}.`)
    if (scene.untouched() !== before.untouched) this.object('A file was changed that nobody may change.')
    if (scene.traces().length > 0) this.object(`Executed: ${scene.traces().join(', ')}`)
    const marked = spawned.filter((words) =>
      words.some((word, index) => word.includes(MARK) && words[index - 1] !== '--end-of-options'),
    )
    for (const words of marked) this.object(`A message is in a command line: ${words.join(' ')}`)
    if (!isStrict) return
    if (spawned.length > 0) this.object(`Started: ${spawned.map((words) => words.join(' ')).join('; ')}`)
    if ((await this.target.entries()) !== before.entries) this.object('Entries were appended.')
  }

  async before() {
    const { scene } = this.target
    await this.target.wellbeing()
    return {
      entries: await this.target.entries(),
      untouched: scene.untouched(),
    }
  }
}

const messageOf = (piece: Attack[], id: unknown): string =>
  (piece.find(({ bytes }) => bytes.includes(`"id":${id},`))?.bytes.toString('utf8') ?? '?').slice(0, 500)
