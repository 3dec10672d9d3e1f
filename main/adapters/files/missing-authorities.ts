import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { finding } from '../../../shared/runbook/findings.ts'
import type { Finding, ReleaseDefinition } from '../../../shared/runbook/model.ts'

/** A warning for every `ca` of a metric's source that is not there; one with a variable in it cannot be looked for. */
export const missingAuthorities = ({ metrics }: ReleaseDefinition, folder: string): Finding[] =>
  metrics.flatMap(({ name, source, position }) => {
    const ca = 'ca' in source ? source.ca : undefined
    if (ca === undefined || ca.includes('$') || existsSync(resolve(folder, ca))) return []
    const text = `The ca "${ca}" of ${name} is not there: it is looked for in the release folder. The metric is blind without it.`
    return [finding('warning', 'no-ca', position, text)]
  })
