/** What an approval binds beside a run, what voids it and what only flags it; how many of a role, and who of them (docs/approvals.md). */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { subjectPlanLines } from '../../../../main/cli/subject.ts'
import { selectProcessDueMs } from '../../../../shared/domain/process/due.ts'
import { changeWords, selectSubject } from '../../../../shared/domain/signoffs/subject-words.ts'
import type { SubjectRef } from '../../../../shared/domain/signoffs/subjects.ts'
import type { Actor } from '../../../../shared/events/index.ts'
import { type Digest, stageId, stepId } from '../../../../shared/ids.ts'
import { parseProcess } from '../../../../shared/process/parse-process.ts'
import type { ReleaseDefinition, Step } from '../../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../../support/definition.ts'
import { Story } from '../../../support/story.ts'

const FILE = join(import.meta.dirname, '../../../../resources/process/deployment-release.yaml')
const standard = parseProcess('process.yaml', readFileSync(FILE, 'utf8')).process!
const START = Date.parse('2026-11-27T21:00:00Z')
const HOUR = 3_600_000

const person = (name: string): Actor => ({ kind: 'person', name, assurance: 'claimed' })
const [ADA, BEN, MEI] = [person('Ada Obi'), person('Ben Cole'), person('Mei Tanaka')]
const TEAM = {
  sre: [{ name: 'Ada Obi' }, { name: 'Mei Tanaka', deputy: true }, { name: 'ada  OBI', deputy: true }],
  'tech-lead': [{ name: 'Ben Cole' }],
}
const SWITCH = step('switch', { approve: ['sre'] }, { text: 'switch.sh --to green', prose: 'Moves the trafic.' })

function release(more: Partial<ReleaseDefinition> = {}, steps: Step[] = [SWITCH], requires: string[] = []) {
  return definitionOf([stage('production', steps)], {
    windows: [{ startMs: START, endMs: START + 3 * HOUR, offsetMinutes: 60 }],
    team: TEAM,
    process: {
      ...standard,
      productionRequires: requires,
      subjectApprovals: { schedule: ['sre'], plan: ['sre', 'tech-lead'] },
    },
    ...more,
  })
}

class Room extends Story {
  say(about: SubjectRef, actor: Actor = ADA, more: { role?: string; decision?: 'go' | 'no-go'; words?: string } = {}) {
    const { digest } = this.subject(about) as { digest: Digest }
    return this.tell({ type: 'approval.give', role: 'sre', decision: 'go', about, digest, ...more }, actor)
  }

  role(about: SubjectRef, role = 'sre', executor?: string) {
    return selectSubject(this.state, about, executor)!.roles.find((each) => each.role === role)!
  }

  start(actor: Actor = BEN) {
    return this.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' }, actor)
  }
}

function room(definition: ReleaseDefinition) {
  const story = new Room(definition)
  story.load(definition)
  return story
}

const PLAN: SubjectRef = { kind: 'plan' }
const SCHEDULE: SubjectRef = { kind: 'schedule' }
const STRATEGY: SubjectRef = { kind: 'process-step', subjectId: 'strategy' }

describe('An approval of the plan', () => {
  test('is void when one character of a command changes, and says which and how', () => {
    const story = room(release())
    story.say(PLAN)
    expect(story.role(PLAN)).toMatchObject({ missing: 0, words: [{ standing: 'stands', changes: [] }] })
    story.load(release({}, [{ ...SWITCH, text: 'switch.sh --to greem' }]))
    const { missing, words } = story.role(PLAN)
    expect(missing).toBe(1)
    expect(words[0]?.standing).toBe('void')
    expect(words[0]?.changes.map(changeWords)).toEqual(['switch: “switch.sh --to green” is now “switch.sh --to greem”'])
  })

  test('is only flagged by a typo mended in the prose, and counts', () => {
    const story = room(release())
    story.say(PLAN)
    story.load(release({}, [{ ...SWITCH, prose: 'Moves the traffic.' }]))
    const { missing, words } = story.role(PLAN)
    expect({ missing, standing: words[0]?.standing }).toEqual({ missing: 0, standing: 'flagged' })
    expect(words[0]?.changes.map(changeWords)).toEqual(['switch: “Moves the trafic.” is now “Moves the traffic.”'])
  })

  test('is refused when what was shown is not what there is any more', () => {
    const story = room(release())
    const { digest } = story.subject(PLAN) as { digest: Digest }
    story.load(release({}, [{ ...SWITCH, text: 'rm -rf /' }]))
    const refused = story.tell({ type: 'approval.give', role: 'sre', decision: 'go', about: PLAN, digest })
    expect(refused?.code).toBe('changed-since-shown')
  })
})

describe('An approval of the schedule', () => {
  test('is void when a date moves, with the old and the new one', () => {
    const story = room(release())
    story.say(SCHEDULE)
    story.load(release({ windows: [{ startMs: START + HOUR, endMs: START + 3 * HOUR, offsetMinutes: 60 }] }))
    expect(story.role(SCHEDULE).words[0]?.changes.map(changeWords)).toEqual([
      'Window: “2026-11-27 22:00 +01:00 to 2026-11-28 01:00 +01:00” is now “2026-11-27 23:00 +01:00 to 2026-11-28 01:00 +01:00”',
    ])
  })

  test('is void once the release was put off, also after it was taken up again; dates and window move along', () => {
    const story = room(release({}, [SWITCH], ['approvals/schedule']))
    story.say(SCHEDULE)
    const due = () => selectProcessDueMs(story.state, standard.steps[0]!.due, story.nowMs)!
    const before = due()
    story.tell({ type: 'release.postpone', reason: 'The load balancer is sick', until: '2026-12-04T22:00:00+01:00' })
    expect(due() - before).toBe(7 * 24 * HOUR)
    story.tell({ type: 'release.reopen', reason: 'It is well again' })
    expect(story.role(SCHEDULE)).toMatchObject({ missing: 1, words: [{ standing: 'void' }] })
    expect(story.start()).toMatchObject({ code: 'outside-window' })
    story.nowMs += 7 * 24 * HOUR
    expect(story.start()?.message).toContain('“SRE approves: The schedule of Parcel Tracker 2.4.0”')
    expect(story.start()?.message).toContain('Ada Obi’s GO is void: The release was postponed since')
    story.say(SCHEDULE)
    expect(story.start()).toBeUndefined()
  })
})

describe('An approval of a step of the process', () => {
  test('stands while more gets done, and is void when what was done is not, or the plan changes', () => {
    const story = room(release())
    const note = (text: string) => [{ kind: 'note' as const, text }]
    story.tell({ type: 'item.done', item: 'strategy/schedule', evidence: note('Agreed on Monday') })
    story.say(STRATEGY)
    story.tell({ type: 'item.done', item: 'strategy/strategy-document', evidence: note('In the wiki') })
    expect(story.role(STRATEGY).words[0]?.standing).toBe('stands')
    story.tell({ type: 'item.reopen', item: 'strategy/schedule', reason: 'The bank is closed' })
    expect(story.role(STRATEGY).words[0]?.changes.map(changeWords)).toEqual([
      'Deployment schedule is gone: “Agreed on Monday (Ada Obi)”',
    ])
    story.load(release({}, [{ ...SWITCH, text: 'switch.sh --to blue' }]))
    expect(story.role(STRATEGY).words[0]?.changes.map(changeWords)).toContain(
      'switch: “switch.sh --to green” is now “switch.sh --to blue”',
    )
  })

  test('opens production where the process asks for it, and the refusal names who is missing', () => {
    const story = room(release({}, [SWITCH], ['approvals/strategy']))
    const refused = story.start()
    expect(refused?.code).toBe('gate-shut')
    expect(refused?.message).toContain('4 conditions are missing')
    expect(refused?.message).toContain('Ada Obi, Mei Tanaka (deputy)')
    for (const role of Object.keys(standard.steps[0]!.approvals)) story.say(STRATEGY, ADA, { role })
    expect(story.start()).toBeUndefined()
  })
})

describe('So many of a role, and not who executes', () => {
  const two = release({ approvals: { sre: { count: 2, notExecutor: true } } })
  const approve = (story: Room, actor: Actor, more: object = {}) =>
    story.tell(
      {
        type: 'approval.give',
        role: 'sre',
        decision: 'go',
        environment: 'production',
        runId: story.run.id,
        stepId: stepId('switch'),
        digest: story.run.resolvedDigest,
        ...more,
      },
      actor,
    )

  test('the same person counts once, however the name is spelled and although they are their own deputy', () => {
    const story = room(two)
    story.start(BEN)
    approve(story, ADA)
    approve(story, person('ADA   obi'))
    expect(story.move.kind).toBe('needs-approval')
    approve(story, MEI)
    expect(story.move.kind).toBe('begin')
    expect(story.state.approvals.at(-1)).toMatchObject({ deputy: true })
  })

  test('who started the run is refused, with who can do it instead', () => {
    const story = room(two)
    story.start(MEI)
    expect(approve(story, MEI)?.message).toBe(
      'Mei Tanaka started this run, and SRE has to be somebody else: Ada Obi, ada  OBI (deputy).',
    )
    expect(approve(story, ADA, { spoken: { by: 'mei  tanaka', how: 'by phone' } })?.message).toContain('somebody else')
  })

  test('what somebody approved before counts for nobody when they start it themselves', () => {
    const story = room(release({ approvals: { sre: { count: 1, notExecutor: true } } }, [SWITCH], ['approvals/plan']))
    story.say(PLAN, ADA)
    story.say(PLAN, BEN, { role: 'tech-lead' })
    expect(story.start(ADA)?.message).toContain(
      'SRE (Ada Obi, Mei Tanaka (deputy), ada  OBI (deputy)), not who starts the run',
    )
    expect(story.start(BEN)).toBeUndefined()
  })

  test('a NO-GO of one of them stands until that person says otherwise, or it is taken back', () => {
    const story = room(two)
    story.start(BEN)
    approve(story, ADA)
    approve(story, MEI, { decision: 'no-go', words: 'The pool is empty' })
    expect(story.move.kind).toBe('needs-approval')
    const [ada, mei] = story.state.approvals
    story.tell({ type: 'approval.revoke', seq: mei!.seq, reason: 'It is full again' }, MEI)
    expect(story.state.approvals.find(({ seq }) => seq === ada!.seq)?.revoked).toBeUndefined()
    approve(story, MEI)
    expect(story.move.kind).toBe('begin')
  })

  test('who left the team after approving does not count any more', () => {
    const story = room(two)
    story.say(PLAN, ADA)
    story.say(PLAN, MEI)
    expect(story.role(PLAN).missing).toBe(0)
    story.load({ ...two, team: { ...TEAM, sre: [{ name: 'Mei Tanaka' }] } })
    expect(story.role(PLAN)).toMatchObject({ missing: 1, asked: 'SRE (Mei Tanaka), not who starts the run' })
  })

  test.each([
    ['somebody who is not of the role', 'Ben Cole', 'Ben Cole is nobody of SRE, which is Ada Obi, Mei Tanaka (deputy)'],
    ['a name in other letters', 'Аda Obi', 'only looks like Ada Obi of the team'],
    ['a name with direction marks', '\u202eibO adA', 'characters that nobody sees'],
    ['a name with a zero-width space', 'Ada\u200b Obi', 'characters that nobody sees'],
    ['a name with a control character', 'Ada\u0007 Obi', 'characters that nobody sees'],
  ])('%s cannot speak', (_, name, sentence) => {
    const story = room(two)
    story.start(BEN)
    expect(approve(story, person(name))?.message).toContain(sentence)
    expect(approve(story, BEN, { spoken: { by: name, how: 'by phone' } })).toBeDefined()
    expect(story.state.approvals).toEqual([])
  })
})

test('the terminal lists who has approved, what changed, and who is asked still', () => {
  const story = room(release())
  story.say(PLAN)
  story.load(release({}, [{ ...SWITCH, text: 'switch.sh --to blue' }]))
  expect(subjectPlanLines(selectSubject(story.state, PLAN)!)).toEqual([
    'Approval of The plan of Parcel Tracker 2.4.0: 0 of 2',
    '  Open   SRE: SRE (Ada Obi, Mei Tanaka (deputy), ada  OBI (deputy)) can say so',
    expect.stringMatching(
      /^ {4}SRE: GO for The plan of Parcel Tracker 2\.4\.0, VOID since a change, .*Ada Obi, claimed$/,
    ),
    '      switch: “switch.sh --to green” is now “switch.sh --to blue”',
    '  Open   Tech Lead: Tech Lead (Ben Cole) can say so',
  ])
})
