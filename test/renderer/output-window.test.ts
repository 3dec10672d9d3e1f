import { describe, expect, it } from 'vitest'
import { OutputWindow, RANGE_BYTES } from '../../renderer/output/output-window.ts'
import type { CockpitClient } from '../../shared/contract/client.ts'
import { attemptId } from '../../shared/ids.ts'

type Asked = { offset?: number; line?: number; length: number }

/** Serves ranges of a text as the output store does, and records what was asked. */
function serveText(text: () => string) {
  const asked: Asked[] = []
  let inFlight = 0
  let mostInFlight = 0
  const call = async (method: string, params: Asked) => {
    const bytes = new TextEncoder().encode(text())
    const lines = bytes.filter((byte) => byte === 10).length
    if (method === 'output.head') return { bytes: bytes.length, lines }
    inFlight++
    mostInFlight = Math.max(mostInFlight, inFlight)
    asked.push({ offset: params.offset, line: params.line, length: params.length })
    await Promise.resolve()
    inFlight--
    const offset = params.line === undefined ? (params.offset ?? 0) : startOfLine(bytes, params.line)
    const firstLine = bytes.subarray(0, offset).filter((byte) => byte === 10).length
    const slice = bytes.slice(offset, offset + params.length)
    return { offset, bytes: slice, firstLine, headBytes: bytes.length, headLines: lines }
  }
  return { client: { call } as unknown as CockpitClient, asked, most: () => mostInFlight }
}

function startOfLine(bytes: Uint8Array, line: number): number {
  let offset = 0
  for (let count = 0; count < line; count++) offset = bytes.indexOf(10, offset) + 1
  return offset
}

const settle = async () => {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve()
}

const open = (client: CockpitClient) => new OutputWindow(client, attemptId('a-1'), () => {})

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}\n`).join('')

describe('the output on the screen', () => {
  it('that follows asks once for what was added, not for the lines it showed before', async () => {
    let count = 1000
    const { client, asked } = serveText(() => numbered(count))
    const window = open(client)
    await window.askHead()
    window.want(970, 999, true)
    await settle()
    asked.length = 0
    for (count = 1300; count <= 1900; count += 300) {
      await window.askHead()
      await settle()
    }
    expect(window.line(1899)?.text).toBe('line 1899')
    expect(asked).toHaveLength(3)
    expect(asked.every(({ line }) => line === undefined)).toBe(true)
  })

  it('is pulled in ranges of at most 64 KiB, one at a time, and never as a whole', async () => {
    const text = numbered(400_000)
    const { client, asked, most } = serveText(() => text)
    const window = open(client)
    await window.askHead()
    window.want(399_960, 399_999)
    await settle()
    expect(window.line(399_999)?.text).toBe('line 399999')
    window.want(200_000, 200_040)
    await settle()
    expect(window.line(200_000)?.text).toBe('line 200000')
    expect(Math.max(...asked.map((each) => each.length))).toBeLessThanOrEqual(RANGE_BYTES)
    expect(asked.length).toBeLessThanOrEqual(3)
    expect(most()).toBe(1)
  })

  it('goes on from where it was while a command prints, and shows a line before it ends', async () => {
    let text = 'one\ntwo\nthr'
    const { client, asked } = serveText(() => text)
    const window = open(client)
    await window.askHead()
    window.want(0, 30)
    await settle()
    expect(window.rowCount).toBe(3)
    expect(window.line(2)?.text).toBe('thr')
    text += 'ee\nfour\n'
    await window.askHead()
    await settle()
    expect([0, 1, 2, 3].map((line) => window.line(line)?.text)).toEqual(['one', 'two', 'three', 'four'])
    expect(window.rowCount).toBe(4)
    expect(asked.at(-1)).toEqual({ offset: 8, line: undefined, length: 11 })
  })

  it('jumps to the end when more came in than one range holds', async () => {
    let text = 'first\n'
    const { client, asked } = serveText(() => text)
    const window = open(client)
    await window.askHead()
    window.want(0, Number.MAX_SAFE_INTEGER)
    await settle()
    text += numbered(50_000)
    window.want(49_990, 50_020)
    await window.askHead()
    await settle()
    expect(window.line(50_000)?.text).toBe('line 49999')
    expect(asked.length).toBe(2)
  })

  it('shows the end of one endless line, such as a progress bar', async () => {
    const text = `${'progress 1 %\r'.repeat(20_000)}progress 99 %`
    const { client } = serveText(() => text)
    const window = open(client)
    await window.askHead()
    window.want(0, 30)
    await settle()
    expect(window.rowCount).toBe(1)
    expect(window.line(0)?.text.endsWith('progress 99 %')).toBe(true)
    expect(window.line(0)?.isCut).toBe(true)
  })
})
