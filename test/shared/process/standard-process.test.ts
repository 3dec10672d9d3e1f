import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { allItems } from '../../../shared/process/check-process.ts'
import { parseProcess } from '../../../shared/process/parse-process.ts'

const ROOT = join(import.meta.dirname, '../../..')
const TEXT = readFileSync(join(ROOT, 'resources/process/deployment-release.yaml'), 'utf8')
const { process, findings } = parseProcess('deployment-release.yaml', TEXT)
const standard = process!

/** Tasks, deliverables and approvals of each of the eight steps, as the reference counts them. */
const STEPS: Record<string, [tasks: number, deliverables: number, approvals: number]> = {
  strategy: [6, 5, 4],
  checklist: [8, 5, 4],
  staging: [8, 4, 4],
  production: [7, 5, 4],
  validation: [8, 6, 4],
  rollback: [6, 4, 0],
  documentation: [8, 6, 3],
  closure: [7, 5, 3],
}

const table = readFileSync(join(ROOT, 'docs/process.md'), 'utf8').split('## Where every item of the process is')[1]!
const places = [...table.matchAll(/^\| [^|]+ \| `([^`]+)`/gm)].map(([, place]) => place!)

/** Whether a place of the table is one of the process file. */
function exists(place: string): boolean {
  if (allItems(standard).some(({ id }) => id === place)) return true
  const [room, id, ...rest] = place.split('.')
  if (room === 'steps') {
    const step = standard.steps.find((each) => each.id === id)
    return step !== undefined && (rest.length === 0 || step.approvals[rest[1]!] !== undefined)
  }
  const of = standard[room as 'roles'] as unknown
  if (Array.isArray(of)) return (of as { id: string }[]).some((each) => each.id === id)
  if (id !== undefined) return Object.hasOwn(of as object, id)
  const key = room!.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  return standard[key as 'title'] !== undefined
}

describe('the standard process', () => {
  it('is read without a finding', () => {
    expect(findings).toEqual([])
  })

  it('has every task, deliverable and approval of the eight steps', () => {
    const counted = standard.steps.map((step) => [
      step.id,
      [step.tasks.length, step.deliverables.length, Object.keys(step.approvals).length],
    ])
    expect(Object.fromEntries(counted)).toEqual(STEPS)
  })

  it('has the criteria, the checklist, the gates, the outputs, the stages of communication and the targets', () => {
    const { entryCriteria, checklist, gates, outputs, communication, metrics, severities, strategies } = standard
    expect([entryCriteria, checklist, gates, outputs, communication].map((each) => each.length)).toEqual([
      7, 10, 8, 8, 6,
    ])
    expect(Object.entries(metrics).map(([name, { target }]) => [name, target])).toEqual([
      ['deployment-time', { below: 1800 }],
      ['rollback-time', { below: 900 }],
      ['error-rate', { below: 0.1 }],
      ['p95', { below: 200 }],
      ['availability', { above: 99.9 }],
      ['critical-incidents', { below: 1 }],
    ])
    expect(Object.keys(severities)).toEqual(['critical', 'high', 'medium', 'low'])
    expect(Object.keys(strategies)).toEqual(['blue-green', 'canary', 'rolling', 'big-bang'])
  })

  it('has a line in the table of the docs for everything in it, and nothing else', () => {
    expect(places.filter((place) => !exists(place))).toEqual([])
    const items = allItems(standard).map(({ id }) => id)
    const approvals = standard.steps.flatMap(({ id, approvals }) =>
      Object.keys(approvals).map((role) => `steps.${id}.approvals.${role}`),
    )
    const rest = ['roles', 'strategies', 'severities', 'metrics'] as const
    const named = rest.flatMap((room) => Object.keys(standard[room]).map((id) => `${room}.${id}`))
    const lists = (['communication', 'outputs'] as const).flatMap((room) =>
      standard[room].map(({ id }) => `${room}.${id}`),
    )
    expect([...items, ...approvals, ...named, ...lists].filter((each) => !places.includes(each))).toEqual([])
  })
})

describe('a process of a team', () => {
  const broken = (from: string, to: string) =>
    parseProcess('ours.yaml', TEXT.replace(from, to)).findings.map(
      ({ line, column, message }) => `${line > 1 && column > 1}: ${message}`,
    )

  it('is refused with the place and what would be right', () => {
    expect(broken('known: strategy-set', 'known: strategy-sett')).toEqual([
      expect.stringMatching(/^true: .*"strategy-sett".*strategy-set/),
    ])
    expect(broken('owner: [project-manager]', 'owner: [projekt-manager]')).toEqual([
      'true: The process has no role "projekt-manager". Did you mean "project-manager"?',
    ])
    expect(broken('after: [validation]', 'after: [validatoin]')).toEqual([
      'true: The process has no step "validatoin". Did you mean "validation"?',
    ])
    expect(broken('of: closure/stakeholder-sign-off', 'of: closure/sign-of')).toEqual([
      expect.stringContaining('No step delivers "closure/sign-of". Did you mean "closure/sign-off"?'),
    ])
    expect(broken('id: rollback-tested, title', 'id: backups-verified, title')).toEqual([
      expect.stringContaining('"backups-verified" stands here twice'),
    ])
  })

  it('cannot rest on itself, so that no record can send the cockpit round in circles', () => {
    expect(broken('known: strategy-set', 'known: "step:strategy"')).toEqual([
      expect.stringContaining('Only a gate can rest on a whole step'),
    ])
    expect(broken('Logs are aggregated, asks: [sre]', 'Logs are aggregated, known: checklist-complete')).toEqual([
      expect.stringContaining('cannot rest on the checklist it is part of'),
    ])
    expect(broken('after: [production]', 'after: [closure]')).toEqual([
      'true: These steps wait for each other: validation → closure → validation. Take one "after" away.',
    ])
  })

  it('says of an empty or unreadable file what to do', () => {
    expect(parseProcess('ours.yaml', '').findings[0]?.message).toContain('The process file is empty')
    expect(parseProcess('ours.yaml', 'process: [').findings[0]?.code).toBe('yaml-syntax')
  })
})
