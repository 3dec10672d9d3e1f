import { describe, expect, it } from 'vitest'
import { KeyQueue } from '../../renderer/terminal/key-queue.ts'
import type { Results } from '../../shared/contract/results.ts'

type Answer = Results['terminal.send']
const unread: Answer = { ok: false, rejection: { code: 'input-unread', message: 'Not read.' } }
const over: Answer = { ok: false, rejection: { code: 'wrong-state', message: 'This attempt is over.' } }

const settle = async () => {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve()
}

/** A command that answers as told; later answers are given when the clock is moved. */
function opened(answer: (bytes: Uint8Array) => Answer | Promise<Answer>) {
  const sent: string[] = []
  const problems: (string | undefined)[] = []
  let later: (() => void) | undefined
  const keys = new KeyQueue(
    async (bytes) => {
      const given = await answer(bytes)
      if (given.ok) sent.push(Buffer.from(bytes).toString())
      return given
    },
    (action) => {
      later = action
      return () => {
        later = undefined
      }
    },
    (sentence) => problems.push(sentence),
  )
  const type = (text: string) => keys.type(new TextEncoder().encode(text))
  return { keys, type, sent, problems, wait: () => later?.() }
}

describe('What is typed', () => {
  it('goes one message at a time and in order, a paste in parts of four KiB', async () => {
    let inFlight = 0
    let most = 0
    const { type, sent } = opened(async () => {
      most = Math.max(most, ++inFlight)
      await Promise.resolve()
      inFlight--
      return { ok: true }
    })
    const paste = Array.from({ length: 2500 }, (_, index) => `${index}\n`).join('')
    type('first ')
    type(paste)
    type('last')
    await settle()
    expect(most).toBe(1)
    expect(sent.join('')).toBe(`first ${paste}last`)
    expect(Math.max(...sent.map((each) => each.length))).toBe(4096)
  })

  it('waits while the command does not read, says so, and arrives whole when it does', async () => {
    let isReading = false
    const { type, sent, problems, wait } = opened(() => (isReading ? { ok: true } : unread))
    type('yes')
    await settle()
    type('\r')
    expect(problems.at(-1)).toContain('does not read: 3 B wait')
    isReading = true
    wait()
    await settle()
    expect(sent.join('')).toBe('yes\r')
    expect(problems.at(-1)).toBeUndefined()
  })

  it('is dropped with the sentence of the refusal when nobody reads it any more', async () => {
    const { type, sent, problems } = opened(() => over)
    type('y\r')
    await settle()
    expect(problems).toEqual(['This attempt is over.'])
    expect(sent).toEqual([])
  })

  it('is never sent twice after a lost connection: it may have arrived', async () => {
    let isLost = true
    const { type, sent, problems } = opened(() => {
      if (isLost) throw new Error('The connection was lost.')
      return { ok: true }
    })
    type('drop\r')
    await settle()
    expect(problems.at(-1)).toContain('may not have arrived')
    isLost = false
    type('n')
    await settle()
    expect(sent).toEqual(['n'])
  })

  it('is refused beyond one MiB at once', async () => {
    const { type, sent, problems } = opened(() => ({ ok: true }))
    type('x'.repeat(1_048_577))
    await settle()
    expect(problems[0]).toContain('at most 1.0 MB at once')
    expect(sent).toEqual([])
  })
})
