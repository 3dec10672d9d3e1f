import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** The output of a command can no longer be read in full; trying again does not help. */
export class SpoolLost extends Error {}

/** A spool file, read by offset while others write to it. */
export class Spool {
  readonly #file: string
  readonly #fd: number

  /** Throws `SpoolLost` when the file is gone. */
  constructor(file: string) {
    this.#file = file
    try {
      this.#fd = openSync(file, 'r')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      throw new SpoolLost(`The command's output file ${file} is gone: what was not stored before is lost.`)
    }
  }

  /** Bytes written so far. Throws `SpoolLost` when the file is shorter than what was already read. */
  size(readTo: number): number {
    const { size } = fstatSync(this.#fd)
    if (size >= readTo) return size
    throw new SpoolLost(
      `The command's output file ${this.#file} was cut from ${readTo} to ${size} bytes: its output is incomplete from byte ${readTo}.`,
    )
  }

  /** The file has no name any more; what is in it can still be read. */
  isRemoved(): boolean {
    return fstatSync(this.#fd).nlink === 0
  }

  read(buffer: Buffer, offset: number): Buffer {
    return buffer.subarray(0, readSync(this.#fd, buffer, 0, buffer.length, offset))
  }

  close(): void {
    closeSync(this.#fd)
  }
}
