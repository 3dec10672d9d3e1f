import { describe, expect, it } from 'vitest'
import { OutputSearch, splitAt } from '../../renderer/output/output-search.ts'
import type { CockpitClient } from '../../shared/contract/client.ts'
import type { Results } from '../../shared/contract/results.ts'
import { attemptId } from '../../shared/ids.ts'

type Found = Results['output.find']

const settle = async () => {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve()
}

/** Gives the answers in turn, the last one for ever; `asked` is where each call began. */
function searching(...answers: Partial<Found>[]) {
  const asked: number[] = []
  const call = async (_: string, { fromByte }: { fromByte: number }) => {
    asked.push(fromByte)
    const answer = answers[Math.min(asked.length, answers.length) - 1]!
    return { lines: [], scannedTo: 0, isEnd: false, headBytes: 100, ...answer }
  }
  const search = new OutputSearch({ call } as unknown as CockpitClient, attemptId('a'), 'error', false, () => {})
  return { search, asked }
}

describe('A search in the output', () => {
  it('goes on where the last answer ended, counts, and is done at the end', async () => {
    const { search, asked } = searching(
      { lines: [[3, 2]], scannedTo: 60 },
      { lines: [[70, 1]], scannedTo: 100, isEnd: true },
    )
    await settle()
    expect(asked).toEqual([0, 60])
    expect(search.state).toMatchObject({ phase: 'done', matches: 3, matchingLines: 2 })
    expect(search.step(undefined, 1)).toEqual({ line: 3, place: 1 })
    expect(search.step(3, 1)).toEqual({ line: 70, place: 2 })
    expect(search.step(70, 1)).toEqual({ line: 3, place: 1 })
    expect(search.step(3, -1)).toEqual({ line: 70, place: 2 })
  })

  it('looks at what is printed later, and counts a line that grows once', async () => {
    const { search, asked } = searching(
      { lines: [], open: [9, 1], scannedTo: 90, isEnd: true },
      { lines: [[9, 1]], scannedTo: 120, isEnd: true, headBytes: 120 },
    )
    await settle()
    expect(search.state).toMatchObject({ phase: 'done', matches: 1, matchingLines: 1 })
    search.setHead(120)
    await settle()
    expect(asked).toEqual([0, 90])
    expect(search.state).toMatchObject({ phase: 'done', matches: 1, matchingLines: 1 })
  })

  it('is stopped by a person, keeps what it found, and goes on when told to', async () => {
    const { search, asked } = searching({ lines: [[1, 1]], scannedTo: 10 }, { scannedTo: 100, isEnd: true })
    search.stop()
    await settle()
    expect(asked).toEqual([0])
    expect(search.state).toMatchObject({ phase: 'stopped', matches: 1 })
    search.goOn()
    await settle()
    expect(search.state).toMatchObject({ phase: 'done', matches: 1 })
  })
})

describe('What is highlighted', () => {
  it('is the text as it stands there, whatever its case unless case counts', () => {
    expect(splitAt('Error: no error.', 'error', false)).toEqual(['', 'Error', ': no ', 'error', '.'])
    expect(splitAt('Error: no error.', 'error', true)).toEqual(['Error: no ', 'error', '.'])
    expect(splitAt('a.b axb', 'a.b', false)).toEqual(['', 'a.b', ' axb'])
  })
})
