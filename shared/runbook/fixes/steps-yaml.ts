/** Suggestions as the `steps:` part of release.yaml, for a runbook that may not be annotated. */
import { stringify } from 'yaml'
import type { Finding } from '../model.ts'

/** Attributes by step, those of the first finding first. */
export function attributesByStep(findings: readonly Finding[]): Record<string, Record<string, string>> {
  const all: Record<string, Record<string, string>> = {}
  for (const { fix } of findings)
    for (const { step, set } of fix?.attributes ?? []) {
      const known = Object.hasOwn(all, step) ? all[step]! : {}
      all[step] = { ...set, ...known }
    }
  return all
}

const HEAD = [
  '# Suggestions of the review for release.yaml. Take over what fits: what a step says',
  '# here counts over what the runbook says. Entries of steps you have already go together.',
]

/** Text to be pasted into release.yaml; empty when no finding suggests an attribute. */
export function stepsYaml(findings: readonly Finding[]): string {
  const steps = attributesByStep(findings)
  if (Object.keys(steps).length === 0) return ''
  return `${HEAD.join('\n')}\n${stringify({ steps }, { lineWidth: 0 })}`
}
