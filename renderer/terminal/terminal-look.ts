/** The deck's own colours and type for a terminal, read from the tokens so that theme and size of the room hold here too. */
import type { ITerminalOptions, ITheme } from '@xterm/xterm'

const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const

const bright = (name: string) => `bright${name.charAt(0).toUpperCase()}${name.slice(1)}`

/** xterm draws a row this much higher than its font says; the tokens give the row itself. JetBrains Mono: 1.32 em. */
const FONT_LINE = 1.32

export function terminalLook(element: Element): ITerminalOptions {
  const style = getComputedStyle(element)
  const token = (name: string) => style.getPropertyValue(name).trim()
  const px = (name: string, otherwise: number) => Number.parseInt(token(name), 10) || otherwise
  const fontSize = px('--f-mono', 12)
  const palette = Object.fromEntries(
    NAMES.flatMap((name) => [
      [name, token(`--a-${name}`)],
      [bright(name), token(`--a-${name}`)],
    ]),
  )
  const theme: ITheme = {
    ...palette,
    foreground: token('--t1'),
    background: token('--s1'),
    cursor: token('--accent'),
    cursorAccent: token('--s1'),
    selectionBackground: token('--accent'),
    selectionForeground: token('--accent-ink'),
    selectionInactiveBackground: token('--s3'),
    scrollbarSliderBackground: token('--l2'),
    scrollbarSliderHoverBackground: token('--l3'),
    scrollbarSliderActiveBackground: token('--l3'),
  }
  return {
    theme,
    fontFamily: token('--mono'),
    fontSize,
    lineHeight: Math.max(1, px('--lh-mono', 18) / (fontSize * FONT_LINE)),
  }
}
