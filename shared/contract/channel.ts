/** A two-way pipe of whole text messages: a socket with frames, a WebSocket, a preload bridge. */
export type Channel = {
  send(text: string): void
  onMessage(listener: (text: string) => void): void
  /** Called once, with why, when nothing can be sent any more; at once if that is already so. */
  onClose(listener: (reason: string) => void): void
  close(reason?: string): void
  /** Bytes handed to `send` that the other side has not taken; 0 where a transport cannot tell. */
  pendingBytes(): number
}

/** Runs something later; the result cancels it. Injected, because `shared` has no timers. */
export type Schedule = (action: () => void, delayMs: number) => () => void
