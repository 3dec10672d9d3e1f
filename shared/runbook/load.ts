/** From the texts of a release folder to its definition, with every finding. Pure; never throws for bad input. */

import type { ParsedProcess } from '../process/parse-process.ts'
import { checkNotify, checkReleaseLinks, checkRunbookLinks, checkStepLinks } from './check-links.ts'
import { hasErrors, limitFindings, sortFindings } from './findings.ts'
import { lintDefinition } from './lint/lint.ts'
import { type ParsedRunbook, parseRunbook } from './markdown/parse-runbook.ts'
import type {
  Finding,
  LoadedDefinition,
  Metric,
  ReleaseDefinition,
  Runbook,
  StepAttributes,
  Strategy,
} from './model.ts'
import { overlayAttributes } from './overlay.ts'
import { type ParsedRelease, parseRelease } from './release/parse-release.ts'
import { type ReadProcess, readProcess } from './release/process-part.ts'
import { asRecord } from './release/raw.ts'
import { checkBlueGreen } from './strategy/check-blue-green.ts'
import { checkCanary } from './strategy/check-canary.ts'
import { checkRolling } from './strategy/check-rolling.ts'
import { expandBlueGreen } from './strategy/expand-blue-green.ts'
import { armOnWeights, expandCanary, withOneWeight } from './strategy/expand-canary.ts'
import { expandRolling, withOneBatch } from './strategy/expand-rolling.ts'
import { renameArms } from './strategy/expand-steps.ts'

type Overrides = Record<string, StepAttributes>

export type SourceText = { file: string; text: string }

export type FolderTexts = {
  releaseYaml?: SourceText | undefined
  runbook?: SourceText | undefined
  /** Without it the definition has no process. */
  readProcess?: ReadProcess | undefined
}

/** Steps that stand once and run for each weight or batch, and those that a strategy adds. */
function expandStrategy(runbook: Runbook, strategy: Strategy, metrics: readonly Metric[], overrides: Overrides = {}) {
  const soaked = expandBlueGreen(runbook, strategy, metrics, overrides)
  return expandRolling(expandCanary(soaked, strategy, overrides), strategy, overrides)
}

/** The steps as they will be run, as far as release.yaml can be read. */
const expanded = ({ part, overrides }: ParsedRelease, { runbook }: ParsedRunbook): Runbook =>
  part ? expandStrategy(overlayAttributes(runbook, overrides), part.strategy, part.metrics).runbook : runbook

/** Findings that forbid using the folder. */
function blockingFindings(release: ParsedRelease | undefined, runbook: ParsedRunbook | undefined): Finding[] {
  const between =
    release && runbook
      ? [
          ...checkReleaseLinks(release, runbook.runbook, expanded(release, runbook)),
          ...checkRunbookLinks(runbook.runbook, release.root),
          ...checkNotify(runbook.runbook, release.root),
          ...checkCanary(release.yaml, release.root, runbook.runbook),
          ...checkRolling(release.yaml, release.root, runbook.runbook),
          ...checkBlueGreen(release.yaml, release.root, overlayAttributes(runbook.runbook, release.overrides)),
        ]
      : []
  const isReadable = !release?.findings.some(({ code }) => code === 'yaml-syntax' || code === 'empty-file')
  return [
    ...(release?.findings ?? []),
    ...(runbook ? [...runbook.findings, ...checkStepLinks(runbook.runbook)] : []),
    ...(isReadable ? between : []),
  ]
}

/**
 * Loads a definition. It is undefined when a text is missing or an error forbids using it; what the linter finds forbids nothing.
 */
export function loadDefinition({
  releaseYaml,
  runbook: runbookText,
  readProcess: read,
}: FolderTexts): LoadedDefinition {
  const release = releaseYaml && parseRelease(releaseYaml.file, releaseYaml.text)
  const environments = Object.keys(asRecord(release?.root.environments))
  const parsed = runbookText && parseRunbook(runbookText.file, runbookText.text, environments)
  const ofProcess: ParsedProcess =
    release?.part && read ? readProcess(release.yaml, release.root, read) : { findings: [] }
  const blocking = [...blockingFindings(release, parsed), ...ofProcess.findings]
  if (!parsed || !release?.part || hasErrors(blocking))
    return { findings: limitFindings(sortFindings([...blocking, ...(parsed?.lint ?? [])])) }

  const { strategy, triggers, metrics } = release.part
  const written = overlayAttributes(parsed.runbook, release.overrides)
  const { runbook, expanded } = expandStrategy(written, strategy, metrics, release.overrides)
  const afterOverlay = checkStepLinks(runbook)
  if (hasErrors(afterOverlay)) return { findings: limitFindings(sortFindings([...blocking, ...afterOverlay])) }
  const part = { ...release.part, triggers: renameArms(armOnWeights(triggers, strategy), expanded) }
  const { process } = ofProcess
  const definition: ReleaseDefinition = { ...part, runbook, notYetActedOn: [], ...(process ? { process } : {}) }
  const once = expandStrategy(written, withOneBatch(withOneWeight(strategy)), metrics, release.overrides)
  const linted = lintDefinition({ ...definition, runbook: once.runbook })
  const findings = [...blocking, ...parsed.lint, ...linted]
  return { definition, findings: limitFindings(sortFindings(findings)) }
}
