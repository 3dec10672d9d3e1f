/** One line of output as a terminal would leave it: carriage returns overwrite, colours become names of the muted palette. */
import Anser, { type AnserJsonEntry } from 'anser'

export type Run = { text: string; color?: Color; isBold: boolean; isDim: boolean; isInverse: boolean }
export type Color = 'black' | 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'white'

const ESC = '\u001b'
const BEL = '\u0007'
/** Operating system commands (titles, links), then every other escape that is not a colour. ECMA-48. */
const OSC = new RegExp(`${ESC}\\][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)`, 'g')
const NOT_SGR = new RegExp(`${ESC}\\[[0-9;?]*[A-LN-Za-ln-z]|${ESC}[()][A-Z0-9]|${ESC}[=>78]`, 'g')
const ERASE = `${ESC}[K`
/** Control characters but tab, line feed and escape; from code points, as they have no place in a literal. */
const CONTROL = new RegExp(
  `[${String.fromCharCode(0)}-${String.fromCharCode(8)}${String.fromCharCode(11)}-${String.fromCharCode(26)}${String.fromCharCode(127)}]`,
  'g',
)

const hasEscape = (text: string) => text.includes(ESC)

/** What `\r` leaves on the line: the last write, and beyond it what an earlier longer one left, unless it was erased. */
export function overwrite(text: string): string {
  const line = text.endsWith('\r') ? text.slice(0, -1) : text
  if (!line.includes('\r')) return line
  let shown = ''
  for (const segment of line.split('\r')) {
    if (segment === '') continue
    const isPlain = !hasEscape(segment) && !hasEscape(shown)
    shown = isPlain && segment.length < shown.length ? segment + shown.slice(segment.length) : segment
  }
  return shown.replaceAll(ERASE, '')
}

const NAMED = /^ansi-(?:bright-)?(black|red|green|yellow|blue|magenta|cyan|white)$/

const fromHue = (hue: number): Color => {
  if (hue < 25 || hue >= 335) return 'red'
  if (hue < 70) return 'yellow'
  if (hue < 165) return 'green'
  if (hue < 200) return 'cyan'
  return hue < 265 ? 'blue' : 'magenta'
}

/** The nearest name for a true colour: the palette stays muted whatever a tool prints. */
export function nearestColor(r: number, g: number, b: number): Color {
  const high = Math.max(r, g, b)
  const spread = high - Math.min(r, g, b)
  if (spread < 40) return high > 110 ? 'white' : 'black'
  const raw = high === r ? ((g - b) / spread) % 6 : high === g ? (b - r) / spread + 2 : (r - g) / spread + 4
  return fromHue((raw * 60 + 360) % 360)
}

const CUBE = [0, 95, 135, 175, 215, 255]

const fromPalette = (index: number): Color => {
  if (index >= 232) return index > 243 ? 'white' : 'black'
  const cube = index - 16
  return nearestColor(CUBE[Math.floor(cube / 36)]!, CUBE[Math.floor(cube / 6) % 6]!, CUBE[cube % 6]!)
}

function colorOf(entry: AnserJsonEntry): Color | undefined {
  const name = entry.fg as string | null
  if (!name) return undefined
  const named = NAMED.exec(name)
  if (named) return named[1] as Color
  const palette = /^ansi-palette-(\d+)$/.exec(name)
  if (palette) return fromPalette(Number(palette[1]))
  const [r, g, b] = (entry.fg_truecolor ?? '').split(',').map(Number)
  return r === undefined || g === undefined || b === undefined ? undefined : nearestColor(r, g, b)
}

const toRun = (entry: AnserJsonEntry): Run => ({
  text: entry.content.replace(CONTROL, ''),
  color: colorOf(entry),
  isBold: entry.decorations.includes('bold'),
  isDim: entry.decorations.includes('dim'),
  isInverse: entry.decorations.includes('reverse'),
})

export function terminalLine(text: string): Run[] {
  const shown = overwrite(text).replace(OSC, '').replace(NOT_SGR, '')
  if (!hasEscape(shown)) return [{ text: shown.replace(CONTROL, ''), isBold: false, isDim: false, isInverse: false }]
  return Anser.ansiToJson(shown, { use_classes: true, remove_empty: true }).map(toRun)
}
