import { describe, expect, it } from 'vitest'
import { TerminalFeed } from '../../renderer/terminal/terminal-feed.ts'
import type { CockpitClient } from '../../shared/contract/client.ts'
import { attemptId } from '../../shared/ids.ts'

const MIB = 1_048_576

const settle = async () => {
  for (let turn = 0; turn < 2000; turn++) await Promise.resolve()
}

/** Serves a text as the owner does, and a screen that draws at once unless it is held. */
function opened(first: string) {
  let bytes = new TextEncoder().encode(first)
  let isLost = false
  let reads = 0
  let drawn = ''
  let resets = 0
  let release: (() => void) | undefined
  const call = async (method: string, { offset = 0, length = 0 }: { offset?: number; length?: number }) => {
    if (isLost) throw new Error('There is no connection.')
    if (method === 'output.head') return { bytes: bytes.length, lines: 0 }
    reads++
    return { offset, bytes: bytes.slice(offset, offset + length), firstLine: 0, headBytes: bytes.length, headLines: 0 }
  }
  let isHeld = false
  const screen = {
    async write(part: Uint8Array) {
      drawn += Buffer.from(part).toString()
      if (isHeld) await new Promise<void>((resolve) => (release = resolve))
    },
    reset: () => {
      resets++
      drawn = ''
    },
  }
  const feed = new TerminalFeed({ call } as unknown as CockpitClient, attemptId('a'), screen, () => {})
  return {
    feed,
    drawn: () => drawn,
    reads: () => reads,
    resets: () => resets,
    hold: () => {
      isHeld = true
    },
    draw: () => release?.(),
    lose: (now: boolean) => {
      isLost = now
    },
    print(text: string) {
      bytes = Buffer.concat([bytes, new TextEncoder().encode(text)])
      feed.setHead(bytes.length)
    },
  }
}

describe('A terminal in the window', () => {
  it('shows what was printed before it was opened, and goes on live; only then is it live', async () => {
    const { feed, drawn, print } = opened('Connected\r\nGo on? ')
    expect(feed.isLive).toBe(false)
    await feed.begin()
    await settle()
    expect(drawn()).toBe('Connected\r\nGo on? ')
    expect(feed.isLive).toBe(true)
    print('y\r\n')
    await settle()
    expect(drawn()).toBe('Connected\r\nGo on? y\r\n')
  })

  it('begins at a whole line of the last MiB when there is more', async () => {
    const line = `${'x'.repeat(99)}\n`
    const { feed, drawn } = opened(line.repeat(30_000))
    await feed.begin()
    await settle()
    expect(drawn().length).toBeLessThanOrEqual(MIB)
    expect(drawn().length).toBeGreaterThan(MIB - 100)
    expect(drawn().startsWith('x'.repeat(99))).toBe(true)
  })

  it('reads no further than it has drawn', async () => {
    const { feed, reads, hold, draw } = opened('x'.repeat(200_000))
    hold()
    await feed.begin()
    await settle()
    expect(reads()).toBe(1)
    draw()
    await settle()
    expect(reads()).toBe(2)
  })

  it('leaves out what floods by, and starts with an empty screen after it', async () => {
    const { feed, drawn, resets, hold, print, draw } = opened('first\n')
    await feed.begin()
    await settle()
    hold()
    print('second\n')
    await settle()
    print(`${'y'.repeat(1023)}\n`.repeat(10_000))
    draw()
    await settle()
    expect(resets()).toBe(1)
    expect(drawn()).not.toContain('second')
    expect(drawn().startsWith('y'.repeat(1023))).toBe(true)
  })

  it('goes on where it was after a lost connection', async () => {
    const { feed, drawn, print, lose } = opened('one\n')
    await feed.begin()
    await settle()
    lose(true)
    print('two\n')
    await settle()
    expect(feed.problem).toBe('There is no connection.')
    lose(false)
    await feed.begin()
    await settle()
    expect(drawn()).toBe('one\ntwo\n')
    expect(feed.problem).toBeUndefined()
  })
})
