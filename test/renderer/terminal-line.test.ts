import { describe, expect, it } from 'vitest'
import { overwrite, terminalLine } from '../../renderer/output/terminal-line.ts'

const ESC = '\u001b'
const textOf = (line: string) =>
  terminalLine(line)
    .map((run) => run.text)
    .join('')

describe('a line of output', () => {
  it('shows what a carriage return leaves, as a terminal does', () => {
    expect(overwrite('10 %\r20 %\r30 %')).toBe('30 %')
    expect(overwrite('downloading\rdone')).toBe('doneloading')
    expect(overwrite(`downloading\r${ESC}[Kdone`)).toBe('done')
    expect(overwrite('windows line\r')).toBe('windows line')
  })

  it('colours with the muted palette, also for 256 and true colours', () => {
    const [first, second] = terminalLine(`${ESC}[32mok${ESC}[0m plain`)
    expect(first).toMatchObject({ text: 'ok', color: 'green' })
    expect(second).toMatchObject({ text: ' plain', color: undefined })
    expect(terminalLine(`${ESC}[1;31mFAIL`)[0]).toMatchObject({ color: 'red', isBold: true })
    expect(terminalLine(`${ESC}[38;5;208mwarn`)[0]?.color).toBe('yellow')
    expect(terminalLine(`${ESC}[38;2;20;90;250mlink`)[0]?.color).toBe('blue')
  })

  it('shows no escape that is not a colour, and no control character', () => {
    expect(textOf(`${ESC}]0;title\u0007${ESC}[2J${ESC}[1;1Hready\u0007`)).toBe('ready')
    expect(textOf(`a\tb`)).toBe('a\tb')
  })
})
