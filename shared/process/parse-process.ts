/** From the text of a process file to the process, with every finding. Pure; never throws for bad input. */
import { finding, hasErrors } from '../runbook/findings.ts'
import type { Finding } from '../runbook/model.ts'
import { checkSchema } from '../runbook/release/check-schema.ts'
import { readYaml } from '../runbook/release/read-yaml.ts'
import { checkProcess } from './check-process.ts'
import type { Deliverable, Due, ProcessItem, ReleaseProcess } from './model.ts'
import { type ProcessFile, processSchema } from './schema.ts'

type WrittenItem = ProcessFile['checklist'][number]
type WrittenStep = ProcessFile['steps'][number]

const itemOf = (prefix: string, written: WrittenItem): ProcessItem => ({
  id: `${prefix}/${written.id}`,
  title: written.title,
  asks: written.asks,
  ...(written.known ? { known: written.known as ProcessItem['known'] & string } : {}),
  ...(written['told-by'].length > 0 ? { toldBy: written['told-by'] } : {}),
  ...(written['only-if'] ? { onlyIf: written['only-if'] } : {}),
})

const deliverableOf = (prefix: string, written: WrittenStep['deliverables'][number]): Deliverable => ({
  ...itemOf(prefix, written),
  comes: written.comes,
  ...(written.document ? { document: written.document } : {}),
})

function dueOf({ before, after, by = 0, until }: WrittenStep['due']): Due {
  const anchor = (before ?? after)!
  const offsetMs = before ? 0 - by : by
  return { anchor, offsetMs, ...(until === undefined ? {} : { untilMs: until }) }
}

const takesOf = ({ from, to, words }: WrittenStep['takes']) => ({
  ...(from === undefined ? {} : { fromMs: from }),
  ...(to === undefined ? {} : { toMs: to }),
  ...(words === undefined ? {} : { words }),
})

function rulesOf(approvals: WrittenStep['approvals']): Pick<ReleaseProcess['steps'][number], 'approvalRules'> {
  const ruled = Object.entries(approvals).flatMap(([role, said]) => {
    if (typeof said === 'string' || (said.count === undefined && said['not-executor'] === undefined)) return []
    const { count, 'not-executor': notExecutor } = said
    const rule = { ...(count === undefined ? {} : { count }), ...(notExecutor === undefined ? {} : { notExecutor }) }
    return [[role, rule] as const]
  })
  return ruled.length > 0 ? { approvalRules: Object.fromEntries(ruled) } : {}
}

const pollOf = ({ asks, quorum }: NonNullable<ProcessFile['poll']>): NonNullable<ReleaseProcess['poll']> => ({
  asks,
  ...(quorum === undefined ? {} : { quorum }),
})

const stepOf = (step: WrittenStep): ReleaseProcess['steps'][number] => ({
  id: step.id,
  title: step.title,
  longTitle: step['long-title'] ?? step.title,
  owner: step.owner,
  participants: step.participants,
  standby: step.standby,
  takes: takesOf(step.takes),
  due: dueOf(step.due),
  after: step.after,
  tasks: step.tasks.map((each) => itemOf(step.id, each)),
  deliverables: step.deliverables.map((each) => deliverableOf(step.id, each)),
  approvals: Object.fromEntries(
    Object.entries(step.approvals).map(([role, said]) => [role, typeof said === 'string' ? said : said.says]),
  ),
  ...rulesOf(step.approvals),
})

const toProcess = (file: ProcessFile): ReleaseProcess => ({
  id: file.id,
  title: file.title,
  phase: file.phase,
  objective: file.objective,
  beginsWith: file['begins-with'],
  endsWith: file['ends-with'],
  owner: file.owner,
  secondaryOwner: file['secondary-owner'],
  participants: file.participants,
  duration: { fromMs: file.duration.from, toMs: file.duration.to },
  previous: file.previous,
  next: file.next,
  roles: file.roles,
  strategies: Object.fromEntries(
    Object.entries(file.strategies).map(([name, { title, description, 'use-when': useWhen }]) => [
      name,
      { title, description, useWhen },
    ]),
  ),
  severities: Object.fromEntries(
    Object.entries(file.severities).map(([name, { examples, action, within }]) => [
      name,
      { examples, action, withinMs: within },
    ]),
  ),
  entryCriteria: file['entry-criteria'].map((each) => itemOf('entry', each)),
  checklist: file.checklist.map((each) => itemOf('check', each)),
  gates: file.gates.map((each) => itemOf('gate', each)),
  ...(file.approvals ? { subjectApprovals: file.approvals } : {}),
  ...(file.poll ? { poll: pollOf(file.poll) } : {}),
  productionRequires: file['production-requires'],
  outputs: file.outputs,
  metrics: file.metrics,
  communication: file.communication.map(({ due, ...rest }) => ({ ...rest, due: dueOf(due) })),
  steps: file.steps.map(stepOf),
})

export type ParsedProcess = { process?: ReleaseProcess; findings: Finding[] }

const EMPTY = 'The process file is empty: begin with "process: 1", or leave "process:" out of release.yaml.'

export function parseProcess(file: string, text: string): ParsedProcess {
  const yaml = readYaml(file, text)
  if (yaml.findings.some(({ code }) => code === 'yaml-syntax')) return { findings: yaml.findings }
  if (yaml.value === null || yaml.value === undefined)
    return { findings: [finding('error', 'empty-file', yaml.valueAt([]), EMPTY)] }
  const { parsed, findings } = checkSchema(yaml, yaml.value, processSchema)
  if (!parsed) return { findings: [...yaml.findings, ...findings] }
  // Through JSON, because what a ledger gives back has no undefined in it either.
  const process = JSON.parse(JSON.stringify(toProcess(parsed))) as ReleaseProcess
  const all = [...yaml.findings, ...findings, ...checkProcess(yaml, parsed, process)]
  return hasErrors(all) ? { findings: all } : { process, findings: all }
}
