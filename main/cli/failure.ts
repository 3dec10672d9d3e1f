/** Ends a command with an exit code and a sentence. */
export class CliFailure extends Error {
  readonly exitCode: number
  constructor(exitCode: number, message: string) {
    super(message)
    this.name = 'CliFailure'
    this.exitCode = exitCode
  }
}
