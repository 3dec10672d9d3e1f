import type { WireError } from './client.ts'

/** A refused or failed call, as an Error: `message` is a sentence a person can act on, `code` is for programs. */
export class WireFailure extends Error {
  override readonly name = 'WireFailure'
  readonly code: string
  readonly detail: string | undefined

  constructor(error: WireError) {
    super(error.message)
    this.code = error.code
    this.detail = error.cause
  }
}

export const wireFailure = (code: string, message: string, cause?: string) =>
  new WireFailure({ code, message, ...(cause === undefined ? {} : { cause }) })

/** What may cross a boundary of something thrown: never a stack trace. */
export const toWireError = (thrown: unknown, method: string): WireError => {
  if (thrown instanceof WireFailure) {
    return {
      code: thrown.code,
      message: thrown.message,
      ...(thrown.detail === undefined ? {} : { cause: thrown.detail }),
    }
  }
  const cause = thrown instanceof Error ? thrown.message : String(thrown)
  return {
    code: 'internal',
    message: `The cockpit could not do ${method}: ${firstLine(cause)}`,
    cause: firstLine(cause),
  }
}

const firstLine = (text: string) => (text.split('\n', 1)[0] ?? '').slice(0, 500)
