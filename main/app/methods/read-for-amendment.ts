import type { Rejection } from '../../../shared/domain/rejection.ts'
import { releaseIdOf } from '../../../shared/domain/release-id.ts'
import type { ReleaseDefinition } from '../../../shared/runbook/model.ts'
import type { ReleaseEngine } from '../../engine/release-engine.ts'
import type { OwnerContext } from '../context.ts'
import { loadReleaseFolder } from '../release-folder.ts'

const SHOWN = 3

/** The definition an amendment would take up, or why there is none. */
export function readForAmendment(
  { ports }: OwnerContext,
  release: ReleaseEngine,
): { definition: ReleaseDefinition } | { rejection: Rejection } {
  const { folder, release: id } = release.state()
  const { definition, findings } = loadReleaseFolder(folder)
  if (!definition) {
    const errors = findings.filter((each) => each.severity === 'error')
    const said = errors.slice(0, SHOWN).map((each) => `${each.file}:${each.line}:${each.column}: ${each.message}`)
    const more = errors.length > SHOWN ? ` And ${errors.length - SHOWN} more.` : ''
    return {
      rejection: { code: 'unreadable-folder', message: `The folder cannot be used now. ${said.join(' ')}${more}` },
    }
  }
  if (releaseIdOf(definition, ports.sha256) === id) return { definition }
  const message = `The folder now describes ${definition.name} ${definition.version}: another release, not an amendment of this run.`
  return { rejection: { code: 'unreadable-folder', message } }
}
