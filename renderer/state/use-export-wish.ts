/** What a person chooses in the export dialog, and what is wrong with it before anything is asked for. */
import { useState } from 'react'
import { type ExportFormat, FORMAT_FACTS, formatProblem, holdsOutput } from '../../shared/documents/log/formats.ts'
import { readRange } from '../../shared/documents/log/read-range.ts'
import { isEverything, type LogSelection } from '../../shared/documents/log/selection.ts'
import type { ReleaseId } from '../../shared/ids.ts'

export type ExportChoice = {
  format: ExportFormat
  from: string
  to: string
  kinds: string[]
  /** Undefined is as suits the format. */
  withOutput?: boolean | undefined
  byteOrderMark: boolean
  /** Without the ending; undefined is the name the release gives. */
  name?: string | undefined
}

export type ExportWishView = {
  choice: ExportChoice
  change: (part: Partial<ExportChoice>) => void
  selection: LogSelection
  name: string
  ending: string
  withOutput: boolean
  problem?: string
}

const NAME = /^[^/\\\p{Cc}.][^/\\\p{Cc}]*$/u

function selectionOf({ format, from, to, kinds }: ExportChoice): LogSelection | { problem: string } {
  if (!FORMAT_FACTS[format].selects) return {}
  const range = readRange(from, to, ['From', 'To'])
  return 'problem' in range ? range : { ...range, ...(kinds.length > 0 ? { kinds } : {}) }
}

export function useExportWish(release: ReleaseId, format: ExportFormat): ExportWishView {
  const [choice, setChoice] = useState<ExportChoice>({ format, from: '', to: '', kinds: [], byteOrderMark: false })
  const found = selectionOf(choice)
  const selection = 'problem' in found ? {} : found
  const name = choice.name ?? `${release}${isEverything(selection) ? '' : '-part'}`
  const wrong =
    'problem' in found
      ? found.problem
      : NAME.test(name)
        ? formatProblem(
            choice.format,
            selection,
            FORMAT_FACTS[choice.format].output === 'choice' ? choice.withOutput : undefined,
          )
        : 'Write a plain file name: no slashes, and no dot at its beginning.'
  return {
    choice,
    change: (part) => setChoice((now) => ({ ...now, ...part })),
    selection,
    name,
    ending: FORMAT_FACTS[choice.format].ending,
    withOutput: holdsOutput(choice.format, selection, choice.withOutput),
    ...(wrong === undefined ? {} : { problem: wrong }),
  }
}
