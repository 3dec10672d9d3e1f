/** What a process file says about itself: ids that must be unique and names that must exist. Each mistake with its place. */
import { finding } from '../runbook/findings.ts'
import type { Finding } from '../runbook/model.ts'
import { findCycles } from '../runbook/release/cycles.ts'
import type { Path, YamlFile } from '../runbook/release/read-yaml.ts'
import { suggestion } from '../runbook/suggest.ts'
import { KNOWN_RULES, REQUIRED_LISTS } from './known-rules.ts'
import type { ItemId, ReleaseProcess } from './model.ts'
import type { ProcessFile } from './schema.ts'

/** First words of item ids that no step may have. */
const RESERVED = ['entry', 'check', 'gate', 'approvals']
/** Who may be named without being one of the roles. */
const GROUPS = ['all-leads', 'stakeholders']

type Check = { yaml: YamlFile; file: ProcessFile }

const error = ({ yaml }: Check, code: string, path: Path, words: string): Finding =>
  finding('error', code, yaml.valueAt(path), words)

function twice(check: Check, ids: { id: string; path: Path }[], what: string): Finding[] {
  const seen = new Set<string>()
  return ids.flatMap(({ id, path }) => {
    if (!seen.has(id)) {
      seen.add(id)
      return []
    }
    return [error(check, 'duplicate-id', path, `${what} "${id}" stands here twice: give each its own id.`)]
  })
}

function duplicates(check: Check): Finding[] {
  const { file } = check
  const lists = (['entry-criteria', 'checklist', 'gates', 'outputs', 'communication'] as const).flatMap((key) =>
    twice(
      check,
      file[key].map(({ id }, index) => ({ id, path: [key, index, 'id'] })),
      key,
    ),
  )
  const steps = file.steps.map(({ id }, index) => ({ id, path: ['steps', index, 'id'] as Path }))
  const reserved = steps.flatMap(({ id, path }) =>
    RESERVED.includes(id) ? [error(check, 'reserved-id', path, `A step cannot be called "${id}": items are.`)] : [],
  )
  const within = file.steps.flatMap((step, at) => {
    const of = (key: 'tasks' | 'deliverables') =>
      step[key].map(({ id }, index) => ({ id, path: ['steps', at, key, index, 'id'] as Path }))
    return twice(check, [...of('tasks'), ...of('deliverables')], `In step "${step.id}",`)
  })
  return [...lists, ...twice(check, steps, 'The step'), ...reserved, ...within]
}

function unknownRoles(check: Check): Finding[] {
  const { file } = check
  const known = [...Object.keys(file.roles), ...GROUPS]
  const roles = (names: readonly string[], path: Path) =>
    names.flatMap((name) =>
      known.includes(name)
        ? []
        : [
            error(
              check,
              'unknown-role',
              path,
              `The process has no role "${name}".${suggestion(name, known, 'It has')}`,
            ),
          ],
    )
  const items = (['entry-criteria', 'checklist', 'gates'] as const).flatMap((key) =>
    file[key].flatMap(({ asks }, index) => roles(asks, [key, index, 'asks'])),
  )
  const steps = file.steps.flatMap((step, at) => [
    ...roles(step.owner, ['steps', at, 'owner']),
    ...roles(step.participants, ['steps', at, 'participants']),
    ...roles(step.standby, ['steps', at, 'standby']),
    ...roles(Object.keys(step.approvals), ['steps', at, 'approvals']),
    ...(['tasks', 'deliverables'] as const).flatMap((key) =>
      step[key].flatMap(({ asks }, index) => roles(asks, ['steps', at, key, index, 'asks'])),
    ),
  ])
  const subjects = Object.entries(file.approvals ?? {}).flatMap(([name, each]) => roles(each, ['approvals', name]))
  const asked = file.poll?.asks ?? []
  const quorum = file.poll?.quorum ?? 0
  const words = `A GO of ${quorum} roles is needed, and the poll asks ${asked.length}: ask more, or need fewer.`
  const few = quorum > asked.length ? [error(check, 'too-few-roles', ['poll', 'quorum'], words)] : []
  return [
    ...subjects,
    ...few,
    ...roles(asked, ['poll', 'asks']),
    ...roles([file.owner], ['owner']),
    ...roles(file.participants, ['participants']),
    ...items,
    ...steps,
  ]
}

/** Every item of a process, in reading order. */
export const allItems = (process: ReleaseProcess): readonly ReleaseProcess['checklist'][number][] => [
  ...process.entryCriteria,
  ...process.checklist,
  ...process.steps.flatMap((step) => [...step.tasks, ...step.deliverables]),
  ...process.gates,
]

/** `approvals/schedule`, `approvals/STEP`: what has an approval at all. */
const approvalNames = ({ steps, subjectApprovals }: ReleaseProcess): string[] =>
  [
    ...Object.keys(subjectApprovals ?? {}),
    ...steps.flatMap(({ id, approvals }) => (Object.keys(approvals).length > 0 ? [id] : [])),
  ].map((each) => `approvals/${each}`)

/** What `production-requires` may name: lists, approvals, rules and items. */
export function unknownRequirement(process: ReleaseProcess, name: string): string | undefined {
  const known: ItemId[] = [
    ...REQUIRED_LISTS,
    ...KNOWN_RULES,
    ...approvalNames(process),
    ...allItems(process).map(({ id }) => id),
  ]
  if (known.includes(name)) return undefined
  return `Nothing in the process is called "${name}".${suggestion(name, known, 'It has')}`
}

/** Where the items of each list stand in the file. */
function writtenItems({
  file,
}: Check): { known: string | undefined; toldBy: string[]; path: Path; list: 'gates' | 'checklist' | 'other' }[] {
  const of = (
    items: readonly { known?: string | undefined; 'told-by': string[] }[],
    path: Path,
    list: 'gates' | 'checklist' | 'other',
  ) =>
    items.map((each, index) => ({ known: each.known, toldBy: each['told-by'], path: [...path, index, 'known'], list }))
  return [
    ...of(file['entry-criteria'], ['entry-criteria'], 'other'),
    ...of(file.checklist, ['checklist'], 'checklist'),
    ...of(file.gates, ['gates'], 'gates'),
    ...file.steps.flatMap((step, at) => [
      ...of(step.tasks, ['steps', at, 'tasks'], 'other'),
      ...of(step.deliverables, ['steps', at, 'deliverables'], 'other'),
    ]),
  ]
}

const ONLY_GATES =
  'Only a gate can rest on a whole step: a task that did could rest on itself. Name another rule, or none.'
const OWN_LIST = 'An item of the checklist cannot rest on the checklist it is part of. Name another rule, or none.'

/** What rests on other items must not rest on itself. */
const restsOnItself = (check: Check): Finding[] =>
  writtenItems(check).flatMap(({ known, path, list }) => {
    if (known?.startsWith('step:') && list !== 'gates') return [error(check, 'rests-on-itself', path, ONLY_GATES)]
    if (known === 'checklist-complete' && list === 'checklist') return [error(check, 'rests-on-itself', path, OWN_LIST)]
    return []
  })

const circles = (check: Check, { steps }: ReleaseProcess): Finding[] =>
  findCycles(new Map(steps.map(({ id, after }) => [id, after]))).map((circle) => {
    const at = steps.findIndex(({ id }) => id === circle[0])
    const words = `These steps wait for each other: ${[...circle, circle[0]].join(' → ')}. Take one "after" away.`
    return error(check, 'circle', ['steps', at, 'after'], words)
  })

function unknownNames(check: Check, process: ReleaseProcess): Finding[] {
  const steps = process.steps.map(({ id }) => id)
  const step = (name: string, path: Path) =>
    steps.includes(name)
      ? []
      : [error(check, 'unknown-step', path, `The process has no step "${name}".${suggestion(name, steps, 'It has')}`)]
  const ids = allItems(process).map(({ id }) => id)
  return [
    ...process.steps.flatMap((each, at) => each.after.flatMap((name) => step(name, ['steps', at, 'after']))),
    ...process.gates.flatMap(({ known }, at) =>
      known?.startsWith('step:') ? step(known.slice('step:'.length), ['gates', at, 'known']) : [],
    ),
    ...process.outputs.flatMap(({ of }, at) =>
      ids.includes(of)
        ? []
        : [
            error(
              check,
              'unknown-item',
              ['outputs', at, 'of'],
              `No step delivers "${of}".${suggestion(of, ids, 'There is')}`,
            ),
          ],
    ),
    ...process.productionRequires.flatMap((name, at) => {
      const words = unknownRequirement(process, name)
      return words ? [error(check, 'unknown-item', ['production-requires', at], words)] : []
    }),
  ]
}

function unknownStages(check: Check, process: ReleaseProcess): Finding[] {
  const ids = process.communication.map(({ id }) => id)
  return writtenItems(check).flatMap(({ toldBy, path }) =>
    toldBy
      .filter((name) => !ids.includes(name))
      .map((name) =>
        error(
          check,
          'unknown-stage',
          [...path.slice(0, -1), 'told-by'],
          `There is no stage of communication "${name}".${suggestion(name, ids, 'There are')}`,
        ),
      ),
  )
}

export const checkProcess = (yaml: YamlFile, file: ProcessFile, process: ReleaseProcess): Finding[] => {
  const check = { yaml, file }
  return [
    ...duplicates(check),
    ...unknownRoles(check),
    ...unknownNames(check, process),
    ...restsOnItself(check),
    ...circles(check, process),
    ...unknownStages(check, process),
  ]
}
