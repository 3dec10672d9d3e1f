import type { Readable } from 'node:stream'

/** Lines of a stream as they come, until it ends or breaks. A login's own greetings may stand among them. */
export async function* linesOf(stream: Readable): AsyncGenerator<string> {
  let rest = ''
  try {
    for await (const chunk of stream.setEncoding('utf8')) {
      const lines = (rest + (chunk as string)).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } catch {}
  if (rest !== '') yield rest
}

/** The words behind our own mark, or undefined for what somebody else said. */
export const oursOf = (line: string, nonce: string): string | undefined => {
  const mark = `cockpit-${nonce} `
  return line.startsWith(mark) ? line.slice(mark.length) : undefined
}
