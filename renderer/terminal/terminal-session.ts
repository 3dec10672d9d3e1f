/** One interactive step in this window: its output on a terminal, keys and size back to the command. */
import { encodeBase64 } from '../../shared/contract/base64.ts'
import type { Schedule } from '../../shared/contract/channel.ts'
import type { CockpitClient } from '../../shared/contract/client.ts'
import type { AttemptId, ReleaseId } from '../../shared/ids.ts'
import { KeyQueue } from './key-queue.ts'
import { SizeSender } from './size-sender.ts'
import { createStepTerminal, type StepTerminal } from './step-terminal.ts'
import { TerminalFeed } from './terminal-feed.ts'

export type TerminalState = { hasKeyboard: boolean; problem?: string }

type Place = {
  client: CockpitClient
  schedule: Schedule
  release: ReleaseId
  attempt: AttemptId
  /** For who hears the terminal instead of seeing it. */
  label: string
  /** Who types, as the record will name them. */
  as: () => { name: string; role?: string }
  /** Nobody else decides about the size: it is given without taking the keyboard. */
  mayResize: () => boolean
  onState: (state: TerminalState) => void
  /** The keyboard goes back to the deck. */
  onLeave: () => void
}

export class TerminalSession {
  readonly #place: Place
  readonly #terminal: StepTerminal
  readonly #feed: TerminalFeed
  readonly #keys: KeyQueue
  readonly #size: SizeSender
  #hasKeyboard = false
  #unsent: string | undefined

  constructor(element: HTMLElement, place: Place) {
    this.#place = place
    const { client, release, attempt } = place
    this.#keys = new KeyQueue(
      (bytes) => client.call('terminal.send', { release, attempt, base64: encodeBase64(bytes), as: place.as() }),
      place.schedule,
      (sentence) => {
        this.#unsent = sentence
        this.#tell()
      },
    )
    this.#size = new SizeSender((size) => client.call('terminal.resize', { release, attempt, ...size }))
    this.#terminal = createStepTerminal(element, place.label, {
      onTyped: (bytes) => this.#keys.type(bytes),
      onLeave: place.onLeave,
      onFocus: (hasFocus) => this.#takeKeyboard(hasFocus),
      onSize: () => this.#sendSize(),
    })
    this.#feed = new TerminalFeed(client, attempt, this.#terminal, () => this.#tell())
    this.#sendSize()
    void this.#feed.begin()
  }

  setHead(bytes: number): void {
    this.#feed.setHead(bytes)
    void this.#size.again()
  }

  /** After a lost connection. */
  resume(): void {
    void this.#feed.begin()
    void this.#size.again()
  }

  focus(): void {
    this.#terminal.focus()
  }

  restyle(): void {
    this.#terminal.restyle()
  }

  selection(): string {
    return this.#terminal.selection()
  }

  close(): void {
    this.#feed.close()
    this.#keys.drop()
    this.#terminal.dispose()
  }

  #takeKeyboard(hasKeyboard: boolean): void {
    this.#hasKeyboard = hasKeyboard
    if (hasKeyboard) this.#size.want(this.#terminal.size())
    this.#tell()
  }

  #sendSize(): void {
    if (this.#hasKeyboard || this.#place.mayResize()) this.#size.want(this.#terminal.size())
  }

  #tell(): void {
    this.#terminal.setOpen(this.#hasKeyboard && this.#feed.isLive)
    const problem = this.#unsent ?? this.#feed.problem
    this.#place.onState({ hasKeyboard: this.#hasKeyboard, ...(problem ? { problem } : {}) })
  }
}
