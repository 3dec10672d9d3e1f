import { relative, resolve } from 'node:path'
import { formatDuration } from '../../shared/runbook/duration.ts'
import { formatFinding, hasErrors } from '../../shared/runbook/findings.ts'
import type { NotStep, Position, Runbook, Stage, Step } from '../../shared/runbook/model.ts'
import { visible } from '../../shared/runbook/visible.ts'
import { readSteps } from '../app/release-folder.ts'
import { seenFrom } from './check.ts'
import { type CliIo, EXIT } from './io.ts'

const indent = (text: string) => text.split('\n').map((line) => `        ${line}`.trimEnd())

const place = ({ file, line, endLine }: Position, cwd: string) =>
  `${relative(cwd, resolve(cwd, file)) || file}:${line}${endLine > line ? `-${endLine}` : ''}`

function facts({ attributes, language, inputs }: Step): string {
  const { owner, timeoutMs, expectMs, undo, approve, waitMs, sinceSwitch, gate, judge, service, reversible, runner } =
    attributes
  const said = [
    language,
    owner && `owner ${owner}`,
    service && `service ${service}`,
    runner && runner !== 'local' && `on ${runner === 'ssh' ? 'the host of the environment' : runner.slice(4)} over ssh`,
    timeoutMs !== undefined && `timeout ${formatDuration(timeoutMs)}`,
    expectMs !== undefined && `expected ${formatDuration(expectMs)}`,
    waitMs !== undefined &&
      `waits ${sinceSwitch ? 'until ' : ''}${formatDuration(waitMs)}${sinceSwitch ? ' after the last switch' : ''}`,
    gate && `gate: ${gate.metrics.join(', ')} held for ${formatDuration(gate.forMs)}`,
    judge && `judged by ${Object.keys(judge.config.metrics).join(', ')} after ${formatDuration(judge.forMs)}`,
    approve && `approved by ${approve.join(', ')}`,
    undo && `undone by ${undo}`,
    reversible && `reversible: ${reversible}`,
    inputs.length > 0 && `asks for ${inputs.join(', ')}`,
  ]
  return said.filter(Boolean).join(', ')
}

function stepLines(step: Step, ordinal: number, cwd: string): string[] {
  const head = `${String(ordinal).padStart(4)}  ${step.kind.padEnd(11)} ${step.title}  [${step.id}]  ${place(step.position, cwd)}`
  const check = step.http && `${step.http.method} ${step.http.url}`
  const body = step.text || check ? indent(step.text || check!) : []
  const detail = facts(step)
  return [head, ...(detail ? [`        ${detail}`] : []), ...body]
}

function stageLines(stage: Stage, cwd: string): string[] {
  const kind =
    stage.kind === 'rollback' ? 'rollback' : `pace ${stage.pace}${stage.environment ? `, ${stage.environment}` : ''}`
  return [
    `${stage.title}  [${stage.id}]  ${kind}`,
    ...stage.steps.flatMap((step, index) => stepLines(step, index + 1, cwd)),
    '',
  ]
}

const notStepLines = (all: NotStep[], cwd: string): string[] =>
  all.length === 0
    ? []
    : ['Not executed', ...all.map((each) => `      ${place(each.position, cwd)}  ${each.reason}`), '']

function text({ stages, notSteps }: Runbook, cwd: string): string {
  const steps =
    stages.length > 0
      ? stages.flatMap((stage) => stageLines(stage, cwd))
      : ['Nothing in this file would be executed.', '']
  return visible([...steps, ...notStepLines(notSteps, cwd)].join('\n'))
}

/** `cockpit steps`: what would be executed, in order, and what would not and why. Reads any Markdown runbook. */
export async function stepsCommand(path: string, { json }: { json?: boolean }, io: CliIo): Promise<number> {
  const { runbook, isUsable, findings: all } = readSteps(resolve(io.cwd, path))
  const findings = seenFrom(io.cwd, all)
  if (json) io.stdout(`${JSON.stringify({ ...runbook, findings })}\n`)
  else if (runbook) io.stdout(text(runbook, io.cwd))
  if (!json) for (const finding of findings) if (finding.severity === 'error') io.stderr(`${formatFinding(finding)}\n`)
  if (!isUsable) return EXIT.unusable
  return hasErrors(findings) ? EXIT.failed : EXIT.ok
}
