import type { ExportFormat } from '../../../shared/documents/log/formats.ts'
import type { LogSelection } from '../../../shared/documents/log/selection.ts'
import type { ReleaseId } from '../../../shared/ids.ts'

/** An export to a file. `onProgress` counts entries, or bytes for a bundle; before anything is written it is not called. */
export type ExportRequest = {
  release: ReleaseId
  format: ExportFormat
  to: string
  overwrite: boolean
  selection: LogSelection
  withOutput: boolean
  byteOrderMark: boolean
  signal: AbortSignal
  onProgress: (done: number, total: number) => void
}

/** `entries`: how many entries of the chain are in it. */
export type WrittenExport = { file: string; bytes: number; anchor: string; entries: number }
