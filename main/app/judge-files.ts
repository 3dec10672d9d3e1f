/** The canary judge over files, for `cockpit judge`. */

import { type JudgeConfig, judgeConfigSchema } from '../../shared/analysis/judge/config.ts'
import { type CanaryJudgement, judgeCanary } from '../../shared/analysis/judge/judge-canary.ts'
import type { MetricSamples } from '../../shared/analysis/judge/judge-metric.ts'
import { formatFinding, hasErrors } from '../../shared/runbook/findings.ts'
import { checkSchema } from '../../shared/runbook/release/check-schema.ts'
import { readYaml } from '../../shared/runbook/release/read-yaml.ts'
import { type MetricValues, readMetricSamples } from '../adapters/csv/read-metric-samples.ts'
import { readText } from '../adapters/files/read-text.ts'

/** What cannot be judged, a sentence a line, each with its place. */
export class JudgeRequestError extends Error {}

export type FileAt = { path: string; name: string }

export type JudgeFiles = { baseline: FileAt; canary: FileAt; config?: FileAt }

export function readJudgeConfig(file: FileAt | undefined): JudgeConfig {
  if (!file) return judgeConfigSchema.parse({})
  const read = readText(file.path, file.name)
  if ('finding' in read) throw new JudgeRequestError(formatFinding(read.finding))
  const yaml = readYaml(file.name, read.text)
  const checked = hasErrors(yaml.findings) ? undefined : checkSchema(yaml, yaml.value, judgeConfigSchema)
  if (checked?.parsed) return checked.parsed
  throw new JudgeRequestError([...yaml.findings, ...(checked?.findings ?? [])].map(formatFinding).join('\n'))
}

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be read',
  EISDIR: 'it is a folder',
}

function readSamples({ path, name }: FileAt): MetricValues {
  try {
    return readMetricSamples(path, name)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    throw new JudgeRequestError(REASONS[code] ? `${name} cannot be read: ${REASONS[code]}.` : (error as Error).message)
  }
}

/** Judges a canary's samples against a baseline's. Throws `JudgeRequestError` for files that cannot be judged. */
export function judgeFiles(files: JudgeFiles): { judgement: CanaryJudgement; config: JudgeConfig } {
  const config = readJudgeConfig(files.config)
  const [baseline, canary] = [readSamples(files.baseline), readSamples(files.canary)]
  const names = [...new Set([...baseline.keys(), ...canary.keys()])]
  const samples: Record<string, MetricSamples> = Object.fromEntries(
    names.map((name) => {
      const other = config.metrics[name]?.baseline ?? name
      return [name, { baseline: baseline.get(other) ?? [], canary: canary.get(name) ?? [] }]
    }),
  )
  return { judgement: judgeCanary(samples, config), config }
}
