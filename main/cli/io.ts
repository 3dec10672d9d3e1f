/** What a terminal command may touch of the outside, so that tests can run it in process. */
export type CliIo = {
  stdout: (text: string) => void
  stderr: (text: string) => void
  /** Bytes to stdout as they are; resolves when the reader has room for more. */
  write: (bytes: Uint8Array) => Promise<void>
  /** The folder the user stands in: relative paths are resolved against it. */
  cwd: string
  env: Record<string, string | undefined>
  /** Whether stdout is a terminal, and how wide. */
  /** Asks a question and waits for a line; undefined where nobody can answer. Rejects when the input ends. */
  ask?: (question: string) => Promise<string>
  /** The same for what must not be seen while it is typed. */
  askHidden?: (question: string) => Promise<string>
  /** Calls back on Enter, where there is a keyboard; returns what ends that. */
  onEnter: (listener: () => void) => () => void
  /** Every key as it is pressed, Ctrl-C too, where there is a keyboard; returns what ends that. */
  rawKeys?: (listener: (bytes: Uint8Array) => void) => () => void
  /** The terminal's size now, where there is one. */
  size?: () => { columns: number; rows: number }
  /** Calls back on Ctrl-C; returns what ends that. */
  onInterrupt: (listener: () => void) => () => void
  /** Calls back when the terminal goes away or somebody ends this process (HUP, TERM); returns what ends that. */
  onHangup: (listener: () => void) => () => void
  terminal: { interactive: boolean; columns: number; colour: boolean }
}

/** Exit codes of DESIGN §11; `verify` has its own. */
export const EXIT = { ok: 0, failed: 1, unusable: 2, refused: 3, rolledBack: 4 } as const
