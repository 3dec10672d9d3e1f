/** One line per fact, in colour unless NO_COLOR is set; a refusal without a stack trace. */
const paint = (code) => (text) => (process.env.NO_COLOR ? text : `\x1b[${code}m${text}\x1b[0m`)

export const bold = paint('1')
export const done = (text) => console.log(`${paint('32')('✓')} ${text}`)
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** What a person can act on. */
export class Trouble extends Error {}

export async function script(main) {
  try {
    await main()
  } catch (error) {
    console.error(`${paint('31')('✗')} ${error instanceof Trouble ? error.message : error.stack}`)
    process.exitCode = 1
  }
}
