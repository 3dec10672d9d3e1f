/** What was typed, on its way to the command: in order, one message at a time. What a command does not read yet waits here. Nothing of it is kept. */
import type { Schedule } from '../../shared/contract/channel.ts'
import type { Results } from '../../shared/contract/results.ts'
import { formatBytes } from '../../shared/documents/words.ts'

const MOST_BYTES = 4096
const MOST_WAITING_BYTES = 1_048_576
const RETRY_MS = 250

type Answer = Results['terminal.send']

const join = (first: Uint8Array, second: Uint8Array): Uint8Array => {
  const both = new Uint8Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}

export class KeyQueue {
  readonly #send: (bytes: Uint8Array) => Promise<Answer>
  readonly #schedule: Schedule
  readonly #onProblem: (sentence: string | undefined) => void
  #waiting: Uint8Array = new Uint8Array(0)
  #isBusy = false
  #cancelRetry = () => {}

  /** `onProblem` hears a sentence while something could not be sent, and undefined when it is over. */
  constructor(
    send: (bytes: Uint8Array) => Promise<Answer>,
    schedule: Schedule,
    onProblem: (sentence: string | undefined) => void,
  ) {
    this.#send = send
    this.#schedule = schedule
    this.#onProblem = onProblem
  }

  type(bytes: Uint8Array): void {
    if (this.#waiting.length + bytes.length > MOST_WAITING_BYTES) {
      const most = formatBytes(MOST_WAITING_BYTES)
      this.#onProblem(`Not sent: at most ${most} at once. Give the command a file instead.`)
      return
    }
    this.#waiting = join(this.#waiting, bytes)
    if (!this.#isBusy) void this.#sendNext()
  }

  /** Forgets what waits; what was handed over already is on its way. */
  drop(): void {
    this.#cancelRetry()
    this.#waiting = new Uint8Array(0)
  }

  async #sendNext(): Promise<void> {
    const part = this.#waiting.slice(0, MOST_BYTES)
    this.#waiting = this.#waiting.slice(part.length)
    this.#isBusy = part.length > 0
    if (!this.#isBusy) return
    try {
      const answer = await this.#send(part)
      if (answer.ok) return this.#goOn()
      if (answer.rejection.code === 'input-unread') return this.#retry(part)
      this.#giveUp(answer.rejection.message)
    } catch (problem) {
      this.#giveUp(`${(problem as { message?: string }).message ?? problem} What you typed last may not have arrived.`)
    }
  }

  #goOn(): void {
    this.#onProblem(undefined)
    void this.#sendNext()
  }

  #retry(part: Uint8Array): void {
    this.#waiting = join(part, this.#waiting)
    this.#onProblem(
      `The command does not read: ${formatBytes(this.#waiting.length)} wait here and are sent when it does.`,
    )
    this.#cancelRetry = this.#schedule(() => void this.#sendNext(), RETRY_MS)
  }

  #giveUp(sentence: string): void {
    this.drop()
    this.#isBusy = false
    this.#onProblem(sentence)
  }
}
