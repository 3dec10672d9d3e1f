/** What binds production, and what people say of the items of the process (docs/process.md). */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectProcess } from '../../../shared/domain/process/project-process.ts'
import { digest, stageId } from '../../../shared/ids.ts'
import { parseProcess } from '../../../shared/process/parse-process.ts'
import type { ReleaseDefinition } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Story } from '../../support/story.ts'

const FILE = join(import.meta.dirname, '../../../resources/process/deployment-release.yaml')
const standard = parseProcess('process.yaml', readFileSync(FILE, 'utf8')).process!

const START = Date.parse('2026-11-27T21:00:00Z')
const window = { startMs: START, endMs: START + 3 * 3_600_000, offsetMinutes: 60 }

const definition = (requires: string[], more: Partial<ReleaseDefinition> = {}) =>
  definitionOf(
    [
      stage('staging', [step('deploy-staging')]),
      stage('production', [step('deploy', { undo: 'back' as never })]),
      stage('rollback', [step('back')], { kind: 'rollback' }),
    ],
    {
      environments: [
        { name: 'staging', vars: {}, secrets: {}, protected: false },
        { name: 'production', vars: {}, secrets: {}, protected: true },
      ],
      windows: [window],
      process: { ...standard, productionRequires: requires },
      ...more,
    },
  )

class ProcessStory extends Story {
  start(more: object = {}) {
    return this.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production', ...more })
  }

  /** The run that is open goes to its end. */
  finishRun() {
    this.doSteps(this.run.plan.length)
    this.finish()
  }

  item(id: string) {
    const view = projectProcess(this.state, this.nowMs)!
    const all = [
      ...view.entry,
      ...view.checklist,
      ...view.gates,
      ...view.steps.flatMap((each) => [...each.tasks, ...each.deliverables]),
    ]
    return all.find(({ item }) => item.id === id)!
  }

  stepOf(id: string) {
    return projectProcess(this.state, this.nowMs)!.steps.find(({ step: { id: each } }) => each === id)!
  }
}

describe('what binds production', () => {
  test('a run is refused while a condition is missing, in a sentence that says which and who can give it', () => {
    const story = new ProcessStory(definition(['entry-criteria']))
    const refused = story.start()
    expect(refused?.code).toBe('gate-shut')
    expect(refused?.message).toContain('7 conditions are missing: “Functional tests pass” (QA Lead can say so)')
    expect(refused?.message).toContain('and 4 more')
  })

  test('evidence of every criterion opens it', () => {
    const story = new ProcessStory(definition(['entry-criteria']))
    for (const { id, asks } of standard.entryCriteria)
      story.tell({ type: 'item.done', item: id, role: asks[0], evidence: [{ kind: 'note', text: 'Report 17' }] })
    expect(story.start()).toBeUndefined()
    expect(story.run.deviations).toEqual([])
  })

  test('a role goes on without them, and each one is a deviation of the run', () => {
    const story = new ProcessStory(definition(['staging-deployed', 'rollback-tested']))
    expect(story.start({ override: 'Nobody can log in' })?.message).toContain('give the role')
    expect(story.start({ override: 'Nobody can log in', overrideRole: 'intern' })?.message).toContain(
      'no role "intern"',
    )
    expect(story.start({ override: 'Nobody can log in', overrideRole: 'devops-lead' })).toBeUndefined()
    expect(story.run.deviations).toEqual([
      'Started without “Deployed to staging”, by DevOps Lead: Nobody can log in',
      'Started without “Rollback tested as it stands”, by DevOps Lead: Nobody can log in',
    ])
  })

  test('what was set aside before opens it, and is named in the run', () => {
    const story = new ProcessStory(definition(['check/backups-verified']))
    story.tell({ type: 'item.waive', item: 'check/backups-verified', role: 'sre', reason: 'The restore runs tonight' })
    expect(story.start()).toBeUndefined()
    expect(story.run.deviations).toEqual([
      'Without “Backup procedures are verified”. Set aside as SRE: The restore runs tonight',
    ])
  })

  test('the checklist as a whole is asked for by its items', () => {
    const story = new ProcessStory(definition(['checklist-complete']))
    expect(story.start()?.message).toContain('“Logs are aggregated” (SRE can say so)')
    for (const { id } of standard.checklist)
      story.tell({ type: 'item.waive', item: id, role: 'sre', reason: 'A drill' })
    expect(story.start()).toBeUndefined()
  })

  test('what an item of the checklist rests on is not asked for twice', () => {
    const story = new ProcessStory(definition(['check/rollback-tested', 'rollback-tested']))
    expect(story.start()?.message).toContain('1 condition is missing')
  })

  test('a staging run proves only the steps it ran', () => {
    const story = new ProcessStory(definition(['staging-deployed']))
    story.tell({ type: 'run.start', stageId: stageId('staging'), environment: 'staging' })
    story.finishRun()
    const changed = { ...definition(['staging-deployed']), description: '' }
    story.happen({
      type: 'definition.loaded',
      payload: { folder: '/release', definition: changed, definitionDigest: digest('e'.repeat(64)) },
    })
    expect(story.item('staging/deploy-staging').status).toBe('void')
    expect(story.start()?.message).toContain('they changed since')
  })

  test('an unprotected environment and a rollback ask for nothing', () => {
    const story = new ProcessStory(definition(['entry-criteria', 'checklist', 'rollback-tested']))
    expect(story.tell({ type: 'run.start', stageId: stageId('staging'), environment: 'staging' })).toBeUndefined()
    story.finishRun()
    story.start({ override: 'Tonight or never', overrideRole: 'devops-lead' })
    story.finishRun()
    expect(story.tell({ type: 'rollback.start', environment: 'production' })).toBeUndefined()
  })
})

describe('an item', () => {
  test('is taken by a person, done with evidence by a role it asks, and opened again with a reason', () => {
    const story = new ProcessStory(definition([]))
    const item = 'check/security-scanned'
    story.tell({ type: 'item.take', item })
    expect(story.item(item)).toMatchObject({ status: 'taken', by: 'Ada Obi' })
    const evidence = [{ kind: 'link' as const, url: 'https://scans.example/2.4.0' }]
    expect(story.tell({ type: 'item.done', item, role: 'sre', evidence })?.message).toBe(
      '“The security scan passed” is for Security Lead to say, not for SRE.',
    )
    story.tell({ type: 'item.done', item, role: 'security-lead', evidence })
    expect(story.item(item)).toMatchObject({ status: 'done', words: 'https://scans.example/2.4.0', by: 'Ada Obi' })
    story.tell({ type: 'item.reopen', item, reason: 'A new finding' })
    expect(story.item(item)).toMatchObject({ status: 'taken' })
  })

  test('the record knows is ticked by nobody', () => {
    const story = new ProcessStory(definition([]))
    const evidence = [{ kind: 'note' as const, text: 'Trust me' }]
    const refused = story.tell({ type: 'item.done', item: 'check/rollback-tested', role: 'devops-lead', evidence })
    expect(refused?.message).toContain('The record itself must say so, and does not')
  })

  test('that matters only after a rollback is not needed before one', () => {
    const story = new ProcessStory(definition([]))
    expect(story.item('rollback/analyse-rollback').status).toBe('not-needed')
    story.start()
    story.finishRun()
    story.tell({ type: 'rollback.start', environment: 'production' })
    expect(story.item('rollback/analyse-rollback').status).toBe('open')
  })

  test('needs evidence that can be read', () => {
    const story = new ProcessStory(definition([]))
    const evidence = [{ kind: 'file' as const, path: 'scan.json' }]
    const command = { type: 'item.done' as const, item: 'check/security-scanned', role: 'security-lead', evidence }
    expect(story.tell(command)?.message).toContain('scan.json cannot be read')
    expect(story.tell({ ...command, evidence: [{ kind: 'run', runId: 'r-1' as never }] })?.code).toBe('unknown-run')
  })
})

describe('a step', () => {
  test('is due by the window and late when it is over and not done', () => {
    const story = new ProcessStory(definition([]))
    story.nowMs = START - 3 * 86_400_000
    expect(story.stepOf('production')).toMatchObject({ dueAtMs: START, isLate: false, status: 'blocked' })
    expect(story.stepOf('staging')).toMatchObject({ dueAtMs: START - 7 * 86_400_000, isLate: true })
    expect(story.stepOf('validation').dueAtMs).toBe(window.endMs + 14 * 86_400_000)
  })

  test('after production is due by when the run ended', () => {
    const story = new ProcessStory(definition([]))
    story.start()
    story.finishRun()
    expect(story.stepOf('closure').dueAtMs).toBe(story.run.finished!.atMs + 21 * 86_400_000)
  })
})
