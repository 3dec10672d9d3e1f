/** Tells a command's terminal its size: the newest one, one message at a time, and again when there was no terminal yet. */
export type Size = { columns: number; rows: number }

export class SizeSender {
  readonly #send: (size: Size) => Promise<{ resized: boolean }>
  #wanted: Size | undefined
  #isSending = false

  constructor(send: (size: Size) => Promise<{ resized: boolean }>) {
    this.#send = send
  }

  want(size: Size): void {
    this.#wanted = size
    void this.again()
  }

  /** Sends a size that has not arrived; call it when the command shows a sign of life. */
  async again(): Promise<void> {
    const size = this.#wanted
    if (!size || this.#isSending) return
    this.#isSending = true
    const resized = await this.#send(size).then(
      (answer) => answer.resized,
      () => false,
    )
    this.#isSending = false
    if (resized && this.#wanted === size) this.#wanted = undefined
    else if (this.#wanted !== size) void this.again()
  }
}
