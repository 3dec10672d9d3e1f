import type { CliIo } from '../io.ts'
import type { RunView } from './run-view.ts'

/** Plain lines for pipes and logs: no cursor movement, no colour of our own, output byte for byte. */
export function createPlainView(io: CliIo): RunView {
  let isAtLineStart = true
  const decoder = new TextDecoder()
  const fresh = () => {
    if (!isAtLineStart) io.stdout('\n')
    isAtLineStart = true
  }
  return {
    line(text) {
      fresh()
      io.stdout(`${text}\n`)
    },
    output(bytes) {
      if (bytes.length === 0) return
      io.stdout(decoder.decode(bytes, { stream: true }))
      isAtLineStart = bytes.at(-1) === 0x0a
    },
    update() {},
    ask: () => Promise.reject(new Error('Nobody can be asked here.')),
    away: (work) => work(),
    close: fresh,
  }
}
