/** Secrets the operating system keeps: encrypted beside the ledger, readable for this person on this machine only. Only the desktop app has one. */
export interface Keychain {
  /** The value, or why there is none, as the end of a sentence. */
  read(name: string): { value: string } | { problem: string }
  /** Keeps a value under a name. Returns why it cannot, as a sentence; undefined when it is kept. */
  keep(name: string, value: string): string | undefined
  /** False when nothing was kept under that name. */
  forget(name: string): boolean
  names(): string[]
  /** Why this host has none, as a sentence; undefined when it has one. */
  readonly refusal: string | undefined
}

const NONE =
  'The keychain is there in the desktop app only: open this ledger in it, or refer to the secret by env, file or command.'

/** What hosts without Electron have. */
export const noKeychain: Keychain = {
  read: () => ({ problem: 'the keychain is there in the desktop app only; there, or by env, file or command' }),
  keep: () => NONE,
  forget: () => false,
  names: () => [],
  refusal: NONE,
}
