/** Whether the disk under a spool was full while its command ran: then bytes it could not write may be missing. */
import type { EnginePorts } from '../ports.ts'

const LOOK_MS = 250
/** On a full disk a file can only fill up its last block. */
const BLOCK_BYTES = 4096

export type SpoolWatch = {
  /** From which byte of what the command printed its output is not sure to be whole; undefined when all of it is. */
  end(): number | undefined
}

/** Looks several times a second, at every release of the reserve, and once more at the end. */
export function watchSpool(ports: Pick<EnginePorts, 'clock' | 'disk'>, spoolFile: string): SpoolWatch {
  let from: number | undefined
  let isOver = false
  const look = () => {
    const size = from === undefined && !isOver ? ports.disk.sizeIfFull(spoolFile) : undefined
    if (size !== undefined) from = Math.floor(size / BLOCK_BYTES) * BLOCK_BYTES
  }
  const stopListening = ports.disk.onFull(look)
  let cancel = ports.clock.after(LOOK_MS, function again() {
    look()
    cancel = ports.clock.after(LOOK_MS, again)
  })
  return {
    end() {
      look()
      isOver = true
      stopListening()
      cancel()
      return from
    },
  }
}
