/** The GO/NO-GO poll of the briefing: whose word counts, what a NO-GO holds, and what moves with a postponement (docs/approvals.md). */
import { describe, expect, test } from 'vitest'
import { pollLines } from '../../../main/cli/poll.ts'
import { describeEvent } from '../../../shared/documents/describe-event.ts'
import { selectLastPoll } from '../../../shared/domain/polls/select-polls.ts'
import { projectRoleLamps } from '../../../shared/domain/project-roles.ts'
import type { Actor, RecordedEvent } from '../../../shared/events/index.ts'
import { type Digest, stageId } from '../../../shared/ids.ts'
import { parseProcess } from '../../../shared/process/parse-process.ts'
import type { ReleaseDefinition, Step } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Story } from '../../support/story.ts'

const person = (name: string): Actor => ({ kind: 'person', name, assurance: 'claimed' })
const [ADA, MEI, BEN] = [person('Ada Obi'), person('Mei Tanaka'), person('Ben Cole')]
const TEAM = {
  sre: [{ name: 'Mei Tanaka' }],
  'qa-lead': [{ name: 'Ben Cole' }],
  'tech-lead': [{ name: 'Ada Obi' }],
}
const back = stage('rollback', [step('back')], { kind: 'rollback' })
const minimal = parseProcess(
  'p.yaml',
  `process: 1
id: p
title: P
objective: O
begins-with: B
ends-with: E
owner: sre
participants: [sre]
duration: { from: 1d, to: 2d }
roles: { sre: { title: SRE, responsibility: R }, qa-lead: { title: QA Lead, responsibility: R } }
steps: [{ id: only, title: Only, owner: [sre], due: { before: window-start } }]
`,
).process!

const release = (more: Partial<ReleaseDefinition> = {}, steps: Step[] = [step('deploy', { undo: 'back' as never })]) =>
  definitionOf([stage('production', steps), back], { team: TEAM, process: minimal, ...more })

class Room extends Story {
  start(more: object = {}, actor: Actor = ADA) {
    return this.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production', ...more }, actor)
  }
  ask() {
    return this.tell({ type: 'poll.open', environment: 'production' })
  }
  get poll() {
    return selectLastPoll(this.state)!
  }
  say(role: string, actor: Actor, decision: 'go' | 'no-go' | 'standby' = 'go', words?: string) {
    const about = { kind: 'poll' as const, subjectId: this.poll.pollId }
    const { digest } = this.subject(about) as { digest: Digest }
    return this.tell({ type: 'approval.give', role, decision, about, digest, ...(words ? { words } : {}) }, actor)
  }
  close(outcome: 'go' | 'no-go' | 'postpone' | 'cancel' | 'withdrawn', more: object = {}) {
    return this.tell({ type: 'poll.close', pollId: this.poll.pollId, outcome, ...more })
  }
  lights() {
    const lamps = projectRoleLamps(this.state, 'production', undefined, this.nowMs)
    return Object.fromEntries(lamps.map(({ role, state }) => [role, state]))
  }
}

function room(definition = release()) {
  const story = new Room(definition)
  story.load(definition)
  return story
}

function allGo(story: Room) {
  story.say('sre', MEI)
  story.say('qa-lead', BEN)
  story.say('tech-lead', ADA)
}

describe('A GO/NO-GO poll', () => {
  test('lights up role by role, and is a GO only when a person says so after all of them did', () => {
    const story = room()
    story.ask()
    expect(story.lights()).toEqual({ sre: 'asked', 'qa-lead': 'asked', 'tech-lead': 'asked' })
    expect(story.start()?.message).toContain('The room is being asked. 0 of 3 GO: 3 more of')
    story.say('sre', MEI)
    story.say('qa-lead', BEN, 'standby')
    expect(story.lights()).toEqual({ sre: 'go', 'qa-lead': 'standby', 'tech-lead': 'asked' })
    expect(story.close('go')?.message).toBe('This is no GO. 1 of 3 GO: 2 more of QA Lead, Tech Lead have to answer.')
    allGo(story)
    expect(pollLines(story.state).at(-1)).toBe('It is GO: cockpit poll --go puts that on record.')
    expect(story.close('go')).toBeUndefined()
    expect(story.poll.closed?.answers).toContainEqual({
      role: 'sre',
      decision: 'go',
      by: 'Mei Tanaka',
      assurance: 'claimed',
    })
    expect(story.start()).toBeUndefined()
  })

  test('that is a NO-GO refuses production until a new one is GO; the refusal says whose it was and why', () => {
    const story = room()
    story.ask()
    story.say('sre', MEI, 'no-go', 'The pool is empty')
    expect(story.close('go')?.message).toContain('Mei Tanaka said NO-GO: The pool is empty.')
    expect(story.close('no-go')?.code).toBe('missing-reason')
    story.close('no-go', { reason: 'The pool is empty' })
    const refused = story.start()
    expect(refused?.code).toBe('gate-shut')
    expect(refused?.message).toContain(
      '“GO of the room” (NO-GO, closed by Ada Obi: The pool is empty. Ask the room again',
    )
    expect(story.lights().sre).toBe('no-go')
    story.ask()
    allGo(story)
    story.close('go')
    expect(story.start()).toBeUndefined()
    expect(story.run.deviations).toEqual([])
  })

  test('can be gone on without by a role, with a reason, as a deviation; a rollback asks nothing of it', () => {
    const story = room()
    story.start()
    story.doSteps(1)
    story.finish()
    story.ask()
    story.close('no-go', { reason: 'Not tonight' })
    expect(story.tell({ type: 'rollback.start', environment: 'production' })).toBeUndefined()
    story.doSteps(1)
    story.finish()
    expect(story.start({ override: 'Users are locked out', overrideRole: 'sre' })).toBeUndefined()
    expect(story.run.deviations).toEqual(['Started without “GO of the room”, by SRE: Users are locked out'])
  })

  test('is void once a command changes, and its answers with it', () => {
    const story = room()
    story.ask()
    allGo(story)
    story.load(release({}, [step('deploy', { undo: 'back' as never }, { text: 'echo deploi' })]))
    expect(story.close('go')?.code).toBe('changed-since-shown')
    story.close('withdrawn', { reason: 'Asked again' })
    story.ask()
    allGo(story)
    story.close('go')
    story.load(release())
    expect(story.start()?.message).toContain('The GO was for other steps: they changed since')
  })

  test('asks whom the process names, and needs as many of them as it says', () => {
    const process = {
      ...minimal,
      poll: { asks: ['sre', 'qa-lead', 'tech-lead'], quorum: 2 },
      productionRequires: ['go-poll'],
    }
    const story = room(release({ process }))
    expect(story.start()?.message).toContain('The room was not asked')
    story.ask()
    story.say('sre', MEI)
    story.say('qa-lead', BEN)
    expect(story.close('go')).toBeUndefined()
    expect(story.start()).toBeUndefined()
    story.doSteps(1)
    story.finish()
    expect(story.start()?.message).toContain('The GO was for one run, which was started')
  })

  test('that postpones moves the release in the same append, and a GO before counts for nothing', () => {
    const windows = [
      { startMs: Date.parse('2026-11-27T21:00:00Z'), endMs: Date.parse('2026-11-28T00:00:00Z'), offsetMinutes: 60 },
    ]
    const story = room(release({ windows }))
    story.ask()
    const until = '2026-12-04T22:00:00+01:00'
    expect(story.close('postpone', { reason: 'The vendor is down', until })).toBeUndefined()
    expect(story.state.standing).toMatchObject({ kind: 'postponed', until })
    expect(story.state.moved?.startMs).toBe(Date.parse(until))
    expect(story.poll.closed?.outcome).toBe('no-go')
    expect(story.ask()).toMatchObject({ code: 'postponed' })
    story.tell({ type: 'release.reopen', reason: 'It is up again' })
    story.nowMs = Date.parse(until)
    story.ask()
    allGo(story)
    story.close('go')
    story.tell({ type: 'release.postpone', reason: 'It is down again' })
    story.tell({ type: 'release.reopen', reason: 'And up' })
    expect(story.start()?.message).toContain('The release was postponed since')
  })

  test('is asked once at a time, never beside an open run, and closed once; its answers stand then', () => {
    const story = room()
    story.ask()
    expect(story.ask()?.message).toContain('is being asked already')
    story.close('cancel', { reason: 'The product is gone' })
    expect(story.state.standing?.kind).toBe('cancelled')
    expect(story.close('go')?.message).toContain('was closed by Ada Obi')
    expect(story.say('sre', MEI)?.message).toContain('This poll is closed')
    story.tell({ type: 'release.reopen', reason: 'It is back' })
    story.start({ override: 'Go', overrideRole: 'sre' })
    expect(story.ask()).toMatchObject({ code: 'run-open' })
  })
})

test('the log says who answered what, and how sure that is', () => {
  const answers = [
    { role: 'sre', decision: 'go', by: 'Mei Tanaka', assurance: 'pin' },
    { role: 'qa-lead', decision: 'none' },
  ] as const
  const payload = { pollId: 'poll-3', outcome: 'no-go', reason: 'Too late', answers: [...answers] }
  expect(describeEvent({ type: 'poll.closed', payload } as unknown as RecordedEvent)).toBe(
    'The poll is NO-GO: SRE GO (Mei Tanaka, pin), QA Lead no answer: Too late',
  )
})
