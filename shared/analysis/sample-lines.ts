import type { Sample } from '../contract/results.ts'

/** What the digest of `samples.sealed` is taken over: a line `atMs TAB value TAB count LF` each, in the order stored; `null` for no value. */
export const sampleLines = (samples: readonly Sample[]): string =>
  samples.map(([atMs, value, count]) => `${atMs}\t${JSON.stringify(value)}\t${count}\n`).join('')
