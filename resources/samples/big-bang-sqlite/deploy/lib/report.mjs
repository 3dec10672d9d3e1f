/** What the scripts say: one line per fact, colour unless NO_COLOR is set, one line that is redrawn while something takes time. */
const paint = (code) => (text) => (process.env.NO_COLOR ? text : `\x1b[${code}m${text}\x1b[0m`)

export const bold = paint('1')
export const dim = paint('2')
export const red = paint('31')
export const green = paint('32')
export const yellow = paint('33')
export const blue = paint('34')

/** A colour's name in its colour. */
export const nameOf = (role) => (role === 'green' ? green(role) : role === 'blue' ? blue(role) : bold(role))

export const say = (text) => console.log(text)
export const done = (text) => console.log(`${green('✓')} ${text}`)

/** Redraws the current line. */
export const redraw = (text) => process.stdout.write(`\r\x1b[K${text}`)
export const endLine = () => process.stdout.write('\n')

const BAR_CELLS = 20

export function bar(part) {
  const filled = Math.round(Math.min(1, Math.max(0, part)) * BAR_CELLS)
  return `${green('█'.repeat(filled))}${dim('░'.repeat(BAR_CELLS - filled))}`
}

/** A refusal or failure a person can act on: printed as it is, without a stack trace. */
export class Trouble extends Error {}

/** Runs a script; trouble ends it with exit code 1 (2 for wrong usage is the caller's). */
export async function script(main) {
  try {
    await main()
  } catch (error) {
    console.error(`${red('✗')} ${error instanceof Trouble ? error.message : error.stack}`)
    process.exitCode = 1
  }
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
