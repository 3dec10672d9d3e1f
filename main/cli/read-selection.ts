/** `--from`, `--to` and `--kinds`: which entries of a record are meant. */
import { readRange } from '../../shared/documents/log/read-range.ts'
import type { LogSelection } from '../../shared/documents/log/selection.ts'
import { CliFailure } from './failure.ts'
import { EXIT } from './io.ts'

export type SelectionOptions = { from?: string; to?: string; kinds?: string[] }

/** Both ends are included. Throws `CliFailure`. */
export function readSelection({ from = '', to = '', kinds = [] }: SelectionOptions): LogSelection {
  const range = readRange(from, to, ['--from', '--to'])
  if ('problem' in range) throw new CliFailure(EXIT.unusable, range.problem)
  return { ...range, ...(kinds.length > 0 ? { kinds } : {}) }
}
