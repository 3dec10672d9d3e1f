/** Documents written from the record: what people rely on them for, and what hostile words cannot do to them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { listReports, writeReport } from '../../../shared/documents/reports/catalog.ts'
import { REPORT_KINDS, type ReportKind } from '../../../shared/documents/reports/kinds.ts'
import { reportHtml } from '../../../shared/documents/reports/report-html.ts'
import { stampDocument } from '../../../shared/documents/reports/stamp.ts'
import { undoOrder } from '../../../shared/documents/reports/undo-order.ts'
import { planRollback } from '../../../shared/domain/rollback-plan.ts'
import type { CockpitEvent, RecordedEvent } from '../../../shared/events/index.ts'
import { stageId, stepId } from '../../../shared/ids.ts'
import { parseProcess } from '../../../shared/process/parse-process.ts'
import type { Metric, ReleaseDefinition, Trigger } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { ADA, Story } from '../../support/story.ts'

const FILE = join(import.meta.dirname, '../../../resources/process/deployment-release.yaml')
const standard = parseProcess('process.yaml', readFileSync(FILE, 'utf8')).process!

const position = { file: 'release.yaml', line: 1, column: 1, endLine: 1 }
const errorRate: Metric = {
  name: 'error-rate',
  title: 'Error rate',
  unit: 'percent',
  target: { below: 0.1 },
  intervalMs: 1000,
  windowMs: 10_000,
  minVolume: 1,
  dryRun: false,
  source: { kind: 'http-probe', url: 'http://127.0.0.1:1/', measure: 'error-rate', rate: 20, timeoutMs: 2000 },
  position,
}
const critical: Trigger = {
  metric: 'error-rate',
  above: 1,
  forMs: 5000,
  clearForMs: 10_000,
  severity: 'critical',
  service: 'api',
  position,
}

const START = Date.parse('2026-11-27T21:00:00Z')

const definition = (more: Partial<ReleaseDefinition> = {}) =>
  definitionOf(
    [
      stage('production', [
        step('migrate', { reversible: 'no', owner: 'sre', expectMs: 90_000 }, { title: 'Migrate' }),
        step('switch', { undo: stepId('switch-back'), expectMs: 65_000 }, { title: 'Switch users' }),
        step('warm', { undo: stepId('cool'), reversible: 'until:retire' }, { title: 'Warm caches' }),
        step('retire', { phase: 'retire' }, { title: 'Retire blue' }),
      ]),
      stage(
        'rollback',
        [
          step('cool', {}, { title: 'Cool down' }),
          step('switch-back', { expectMs: 30_000 }, { title: 'Switch back' }),
          step('look', {}, { title: 'Look at it', kind: 'manual', text: '' }),
        ],
        { kind: 'rollback' },
      ),
    ],
    {
      windows: [{ startMs: START, endMs: START + 3 * 3_600_000, offsetMinutes: 60 }],
      team: {
        'devops-lead': [
          { name: 'Ada Obi', contact: 'ada@example.com' },
          { name: 'Jo Weber', deputy: true },
        ],
      },
      services: [{ name: 'api', live: { http: 'http://app/version', json: 'version' }, dependsOn: [] }],
      metrics: [errorRate],
      triggers: [critical],
      process: { ...standard, productionRequires: [] },
      ...more,
    },
  )

/** Keeps the entries too: timelines are written from them. */
class Recorded extends Story {
  declare events: RecordedEvent[]

  override happen(event: CockpitEvent, actor: RecordedEvent['actor'] = { kind: 'cockpit' }): void {
    super.happen(event, actor)
    this.events ??= []
    const { size: seq } = this.state
    const recordedAt = new Date(this.nowMs).toISOString()
    this.events.push({ ...event, seq, recordedAt, actor } as RecordedEvent)
  }

  write(kind: ReportKind): string {
    const { state, events, nowMs } = this
    const written = writeReport(kind, { state, events, nowMs })
    return 'markdown' in written ? written.markdown : `REFUSED ${written.refusal}`
  }

  start() {
    this.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' })
    const seen = {
      environment: 'production',
      service: 'api',
      version: '2.3.1',
      when: 'before',
      runId: this.run.id,
    } as const
    this.happen({ type: 'live.observed', payload: seen })
  }

  /** Three steps in, error rate goes up, somebody rolls back, and it comes to its end. */
  rollBack() {
    this.start()
    this.doSteps(3)
    this.nowMs += 60_000
    this.happen({
      type: 'trigger.fired',
      payload: {
        environment: 'production',
        metric: 'error-rate',
        runId: this.run.id,
        triggerId: 'error-rate above 1 critical',
        value: 4.5,
        rule: 'Error rate 4.5 %, above 1 % for 5 s',
        samples: [[this.nowMs - 1000, 4.5, 200]],
        severity: 'critical',
        again: false,
      },
    })
    this.nowMs += 20_000
    const refused = this.tell({ type: 'rollback.start', environment: 'production', reason: 'Errors' })
    return refused
  }
}

describe('which documents there are', () => {
  test('before anything ran the plans can be written, and analysis and review say what they wait for', () => {
    const story = new Recorded(definition())
    const states = Object.fromEntries(listReports(story.state, story.nowMs).map(({ kind, state }) => [kind, state]))
    expect(states['deployment-plan']!.kind).toBe('ready')
    expect(states['rollback-plan']).toEqual({ kind: 'ready', words: '3 steps' })
    expect(states.checklist!.kind).toBe('draft')
    expect(states['post-rollback-analysis']).toEqual({ kind: 'waits', words: 'for a rollback: there was none' })
    expect(story.write('post-release-review')).toBe(
      'REFUSED The post-release review waits for a run in a protected environment to end.',
    )
  })

  test('a release recorded before there was a process says so instead of inventing gates', () => {
    const story = new Recorded(definition({ process: undefined }))
    expect(story.write('closure-report')).toContain('waits for a process')
    expect(story.write('deployment-plan')).toContain('# Deployment plan: Parcel Tracker 2.4.0')
  })
})

describe('the deployment plan', () => {
  const text = new Recorded(definition()).write('deployment-plan')

  test('names people with their contacts, deputies, and the roles that nobody fills', () => {
    expect(text).toContain(
      '| DevOps Lead | Owns and runs the deployment | Ada Obi, ada@example.com; Jo Weber (deputy) |',
    )
    expect(text).toContain('| SRE | Production is ready, and stays healthy | nobody is named in release.yaml |')
  })

  test('gives each step its owner, planned time and undo, and counts what is not planned', () => {
    expect(text).toContain('| 1 | Migrate | SRE |  | 1:30 | Irreversible |')
    expect(text).toContain('| 2 | Switch users | not named |  | 1:05 | Switch back |')
    expect(text).toContain('| 3 | Warm caches | not named |  | not planned | Cool down, until Retire blue |')
    expect(text).toContain('Planned: 2:35, and 2 of 4 steps without a planned duration.')
  })

  test('says windows in the offset they were agreed in, targets, triggers with what is done, and who signs', () => {
    expect(text).toContain('| Window | 2026-11-27 22:00 +01:00 | 2026-11-28 01:00 +01:00 | 3 h |')
    expect(text).toContain('| Error rate | < 0.1 % | 10 s |')
    expect(text).toContain('| Critical | Error rate above 1 % for 5 s | Roll back at once | api |')
    expect(text).toContain(
      '| Tech Lead | It is technically sound | nobody is named in release.yaml | nothing on record |  |',
    )
  })
})

describe('the rollback plan', () => {
  test('lists the undos in reverse order, then what belongs to the whole, and what stays', () => {
    const text = new Recorded(definition()).write('rollback-plan')
    const order = [
      '| R1 | Cool down | Warm caches |',
      '| R2 | Switch back | Switch users |',
      '| R3 | Look at it | belongs',
    ]
    expect(order.map((each) => text.indexOf(each)).every((at, index, all) => at > (all[index - 1] ?? 0))).toBe(true)
    expect(text).toContain('- Migrate is irreversible: what it did stays.')
    expect(text).toContain('- Warm caches can be undone until Retire blue has started.')
    expect(text).toContain('| Measured last, of everything | never measured |')
    expect(text).toContain('The rollback was never drilled: nothing proves it yet.')
  })
})

test.each(['post-release-review', 'lessons-learned'] as const)(
  '%s carries what was decided, who sees to what, and who drove',
  (kind) => {
    const story = new Recorded(definition())
    story.tell({ type: 'driver.take' })
    story.start()
    story.tell({ type: 'note.minute', kind: 'decision', text: 'We wait for the replica.' })
    story.tell({ type: 'note.minute', kind: 'action', text: 'Raise the pool', owner: '@sre', due: '2026-12-04' })
    const ended = { runId: story.run.id, outcome: 'stopped', reason: 'Enough.', durationMs: 1000 } as const
    story.happen({ type: 'run.finished', payload: ended })
    const text = story.write(kind)
    expect(text).toContain('| N1 | We wait for the replica. |  |  | Open | Ada Obi, ')
    expect(text).toContain('| N2 | Raise the pool | SRE | 2026-12-04 | Open | Ada Obi, ')
    expect(text).toContain('| Ada Obi | Drives |')
  },
)

describe('the order of the undos', () => {
  test('is the one the rollback itself would run once every step but the retiring ones has started', () => {
    const story = new Recorded(definition())
    story.start()
    story.doSteps(3)
    const printed = undoOrder(story.state.definition!, 'production').steps
    const planned = planRollback(story.state, 'production')!.steps
    expect(printed.map(({ step: { id }, of }) => [id, of?.id])).toEqual(
      planned.map((each) => [each.step.id, each.undoes]),
    )
  })
})

describe('after the night', () => {
  const story = new Recorded(definition())
  const refused = story.rollBack()

  test('the analysis of a rollback has its times, evidence and timeline from the record', () => {
    expect(refused).toBeUndefined()
    const text = story.write('post-rollback-analysis')
    expect(text).toContain('| First evidence or issue to the start of the rollback | 0:20 |')
    expect(text).toContain('Critical trigger: Error rate')
    expect(text).toContain('| 4.5 % | 200 |')
    expect(text).toContain('Rollback started')
    expect(text).toContain('The record knows what happened, not why.')
  })

  test('the runbook shows what ran, how long it took, and what never ran', () => {
    const text = story.write('runbook')
    expect(text).toMatch(/\| 2 \| Switch users \|.*\| 0:01 \| 1:05 \|/)
    expect(text).toContain('```sh\necho switch\n```')
  })
})

describe('the checklist and the closure', () => {
  test('show who said what with which evidence, and what a role set aside', () => {
    const story = new Recorded(definition())
    story.tell({
      type: 'item.done',
      item: 'check/logs-aggregated',
      role: 'sre',
      evidence: [{ kind: 'link', url: 'https://logs.example/7' }],
    })
    story.tell({ type: 'item.waive', item: 'check/backups-verified', role: 'sre', reason: 'Restore runs tonight' })
    const text = story.write('checklist')
    expect(text).toMatch(
      /\| Logs are aggregated \| Done \| https:\/\/logs\.example\/7 \(Ada Obi\) \| Ada Obi \| 2026-11-27 22:00 \+01:00 \|/,
    )
    expect(text).toContain('| Backup procedures are verified | Set aside | Set aside as SRE: Restore runs tonight |')
    const { state, nowMs } = story
    const stamped = stampDocument(state, 'closure-report', 0, story.write('closure-report'), nowMs)
    expect(stamped).toContain(`from the record ${state.size}:${state.head}`)
  })

  test('an approval stands there with how sure it is', () => {
    const story = new Recorded(definition())
    const binds = { kind: 'run', environment: 'production', digest: story.resolvedDigest } as const
    const given = { role: 'sre', decision: 'go', binds, spoken: { how: 'by phone' }, recordedBy: 'Ada Obi' } as const
    story.happen(
      { type: 'approval.given', payload: given },
      { kind: 'person', name: 'Mei Tanaka', role: 'sre', assurance: 'spoken' },
    )
    const words = 'Mei Tanaka, spoken: by phone, recorded by Ada Obi'
    expect(story.write('closure-report')).toContain(`| SRE | GO | production | ${words} |`)
    expect(story.write('deployment-plan')).toContain(`GO by ${words}`)
  })
})

describe('hostile words', () => {
  const evil =
    '| x |\n\n# Big <script>alert(1)</script> ![i](http://evil/) [l](javascript:x) `c` **b** _u_ \u202ekcab &lt;'
  const hostile = definition({
    name: evil,
    team: { 'devops-lead': [{ name: evil, contact: evil }] },
    services: [{ name: evil, dependsOn: [] }],
  })
  const story = new Recorded({
    ...hostile,
    runbook: {
      ...hostile.runbook,
      stages: hostile.runbook.stages.map((each) => ({
        ...each,
        title: evil,
        steps: each.steps.map((one) => ({
          ...one,
          title: evil,
          prose: `\`\`\`\n# ${evil}`,
          text: '```\n# out\n</pre><script>',
        })),
      })),
    },
  })
  story.tell({ type: 'note.add', text: evil }, ADA)

  const written = REPORT_KINDS.filter((kind) => !story.write(kind).startsWith('REFUSED'))

  test('most documents can be written before anything ran', () => {
    expect(written.length).toBeGreaterThan(12)
  })

  test.each(written)('%s: neither tables nor HTML break', (kind) => {
    const markdown = story.write(kind)
    const html = reportHtml('t', markdown)
    expect(html).not.toContain('<script')
    expect(html).not.toMatch(/<(img|a|strong|em)\b/)
    expect(html.match(/<h1>/g)).toHaveLength(1)
    expect(markdown).not.toContain('\u202e')
    for (const row of html.match(/<tr>[\s\S]*?<\/tr>/g) ?? []) expect(row).not.toContain('undefined')
    const widths = [...html.matchAll(/<table>([\s\S]*?)<\/table>/g)].map(([, body]) => {
      const rows = (body!.match(/<tr>[\s\S]*?<\/tr>/g) ?? []).map((row) => row.match(/<t[dh]\b/g)!.length)
      return new Set(rows).size
    })
    expect(new Set(widths)).toEqual(new Set([1]))
  })

  test('the name is readable as it was given', () => {
    expect(reportHtml('t', story.write('deployment-plan'))).toContain(
      '| x | # Big &lt;script&gt;alert(1)&lt;/script&gt; ![i](http://evil/) [l](javascript:x) `c` **b** _u_ kcab &amp;lt;',
    )
  })
})
