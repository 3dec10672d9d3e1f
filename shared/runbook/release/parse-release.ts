import { finding, hasErrors } from '../findings.ts'
import type { Finding, StepAttributes } from '../model.ts'
import { toStepAttributes } from '../step-attributes.ts'
import { asWritten } from './as-written.ts'
import { checkCommunication } from './check-communication.ts'
import { checkReferences } from './check-references.ts'
import { checkSchema } from './check-schema.ts'
import { checkApprovals, checkSecrets, checkTeam } from './check-team.ts'
import { asRecord } from './raw.ts'
import { readYaml, type YamlFile } from './read-yaml.ts'
import { releaseSchema } from './schema.ts'
import { type ReleasePart, toReleasePart } from './to-definition.ts'

export type ParsedRelease = {
  yaml: YamlFile
  /** The data as read, validated or not: what is checked against the runbook. */
  root: Record<string, unknown>
  part?: ReleasePart
  overrides: Record<string, StepAttributes>
  findings: Finding[]
}

const NOT_KEYS = 'release.yaml must hold keys with values, beginning with "cockpit: 1" and "release:".'

const EMPTY = 'release.yaml is empty: begin with "cockpit: 1" and "release: { name: …, version: … }".'

/** Parses release.yaml; every mistake is a finding with its place. Never throws. */
export function parseRelease(file: string, text: string): ParsedRelease {
  const yaml = readYaml(file, text)
  const nothing: ParsedRelease = { yaml, root: {}, overrides: {}, findings: yaml.findings }
  if (yaml.findings.some(({ code }) => code === 'yaml-syntax')) return nothing
  if (text.trim() === '') return { ...nothing, findings: [finding('error', 'empty-file', yaml.valueAt([]), EMPTY)] }
  const value = asWritten(yaml)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { ...nothing, findings: [finding('error', 'wrong-type', yaml.valueAt([]), NOT_KEYS)] }
  const root = asRecord(value)
  const { parsed, findings } = checkSchema(yaml, root, releaseSchema)
  const check = { yaml, root }
  const all = [
    ...yaml.findings,
    ...findings,
    ...checkReferences(check),
    ...checkTeam(check),
    ...checkApprovals(check),
    ...checkSecrets(check),
    ...checkCommunication(check),
  ]
  if (!parsed || hasErrors(all)) return { ...nothing, root, findings: all }
  const overrides = Object.entries(parsed.steps).map(([id, step]) => [id, toStepAttributes(step)])
  return {
    yaml,
    root,
    part: toReleasePart(yaml, parsed),
    overrides: Object.fromEntries(overrides),
    findings: all,
  }
}
