/** The `triggers:` of a file, a release.yaml or one that has nothing else: limits to be tried. */
import { z } from 'zod'
import { formatFinding, hasErrors } from '../../shared/runbook/findings.ts'
import type { BurnRate } from '../../shared/runbook/model.ts'
import { checkSchema } from '../../shared/runbook/release/check-schema.ts'
import { readYaml } from '../../shared/runbook/release/read-yaml.ts'
import { triggerSchema } from '../../shared/runbook/release/schema-metrics.ts'
import { burnRateOf } from '../../shared/runbook/release/to-definition.ts'
import { readText } from '../adapters/files/read-text.ts'
import type { FileAt } from './judge-files.ts'

/** Every mistake in the file, a line each with its place. */
export class TriggersUnreadable extends Error {}

export type TriedLimit = {
  metric: string
  above?: number
  below?: number
  burnRate?: BurnRate
  forMs: number
  clearForMs?: number
}

const schema = z.looseObject({ triggers: z.array(triggerSchema.partial({ severity: true })).min(1) })

export function readTriggers({ path, name }: FileAt): TriedLimit[] {
  const read = readText(path, name)
  if ('finding' in read) throw new TriggersUnreadable(formatFinding(read.finding))
  const yaml = readYaml(name, read.text)
  const checked = hasErrors(yaml.findings) ? undefined : checkSchema(yaml, yaml.value, schema)
  if (!checked?.parsed)
    throw new TriggersUnreadable([...yaml.findings, ...(checked?.findings ?? [])].map(formatFinding).join('\n'))
  return checked.parsed.triggers.map(
    ({ metric, above, below, for: forMs, 'clear-for': clearForMs, 'burn-rate': written }) => ({
      metric,
      forMs,
      ...(above === undefined ? {} : { above }),
      ...(below === undefined ? {} : { below }),
      ...(written ? { burnRate: burnRateOf(written) } : {}),
      ...(clearForMs === undefined ? {} : { clearForMs }),
    }),
  )
}
