/** A new release as files: what would be written, and writing it. Nothing of it goes on record before the folder is opened. */
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { Results } from '../../../shared/contract/results.ts'
import type { OwnerContext } from '../context.ts'
import { planNewRelease, writePlanned } from '../new-release/plan-new-release.ts'

/** More of a text than a person reads before saying yes is not sent. */
const SHOWN_CHARACTERS = 20_000

export function previewNewRelease(_: OwnerContext, wanted: ParsedParams<'new.preview'>): Results['new.preview'] {
  const planned = planNewRelease(wanted)
  if ('problem' in planned) return { ok: false, field: planned.field, message: planned.problem }
  const { folder, files, left, notes, findings } = planned
  const shown = files.map(({ path, content }) => ({
    path,
    bytes: Buffer.byteLength(content),
    ...(path === 'release.yaml' ? { text: String(content).slice(0, SHOWN_CHARACTERS) } : {}),
  }))
  return { ok: true, folder, files: shown, left, notes, findings }
}

export function writeNewReleaseFiles(_: OwnerContext, wanted: ParsedParams<'new.write'>): Results['new.write'] {
  const planned = planNewRelease(wanted)
  if ('problem' in planned) return { ok: false, field: planned.field, message: planned.problem }
  const written = writePlanned(planned)
  if ('problem' in written) return { ok: false, field: written.field, message: written.problem }
  return { ok: true, folder: planned.folder, files: planned.files.map(({ path }) => path), notes: planned.notes }
}
