/** Notices as the record tells them (docs/communication.md, N1 to N18), through the real `decide` and `evolve`. */
import { describe, expect, it } from 'vitest'
import { backoffMs, retryAtMs } from '../../../../shared/domain/notices/backoff.ts'
import { pendingNotices } from '../../../../shared/domain/notices/pending-notices.ts'
import { projectNotices } from '../../../../shared/domain/notices/project-notices.ts'
import { queueOwed } from '../../../../shared/domain/notices/queue.ts'
import { findItemView, projectProcess } from '../../../../shared/domain/process/project-process.ts'
import { stageId } from '../../../../shared/ids.ts'
import type { NoticePlan } from '../../../../shared/runbook/notices/model.ts'
import { noticePlan, WINDOW, withNotices } from '../../../support/notice-plan.ts'
import { Story } from '../../../support/story.ts'

const DAY = 24 * 3_600_000
const HOUR = 3_600_000

const storyOf = (more: Partial<NoticePlan> = {}, definition = {}) => {
  const story = new Story(withNotices(noticePlan(more), definition))
  return story
}

const queue = (story: Story) => {
  for (const owed of story.state.notices?.owed ?? [])
    for (const event of queueOwed(story.state, owed, story.nowMs)) story.happen(event)
}
const messages = (story: Story) => projectNotices(story.state, story.nowMs)!.messages.toReversed()
const stage = (story: Story, id: string) =>
  projectNotices(story.state, story.nowMs)!.stages.find((each) => each.id === id)!
const start = (story: Story, more = {}) =>
  story.tell({
    type: 'run.start',
    stageId: stageId('production'),
    environment: 'production',
    override: 'Now.',
    overrideRole: 'sre',
    ...more,
  })
const deliver = (story: Story) => {
  for (const { id: noticeId, status } of messages(story))
    if (status === 'queued') {
      story.happen({ type: 'notice.attempted', payload: { noticeId, number: 1 } })
      story.happen({ type: 'notice.delivered', payload: { noticeId, number: 1, response: '250 OK' } })
    }
}

describe('what is told by itself', () => {
  it('N10: a run that starts in production is told once on every channel but one’s own, with the size and head of the ledger', () => {
    const story = storyOf()
    expect(start(story)).toBeUndefined()
    queue(story)
    queue(story)
    expect(messages(story).map(({ id, channelId, mode }) => [id, channelId, mode])).toEqual([
      ['n3-mail', 'mail', 'on'],
      ['n3-hook', 'hook', 'on'],
    ])
    const [mail] = messages(story)
    expect(mail!.recipients).toEqual(['all@example.com', 'mei@example.com'])
    expect(mail!.subject).toBe('Parcel Tracker 2.4.0: started in production')
    expect(mail!.text).toMatch(/\n\nLedger \d+:d{64}\n$/)
  })

  it('N11: what is rehearsed reaches nobody but oneself, says TEST and whom it would have reached', () => {
    const environments = [{ name: 'production', vars: {}, secrets: {}, protected: false }]
    const story = storyOf({}, { environments })
    start(story)
    queue(story)
    expect(messages(story).map(({ channelId }) => channelId)).toEqual(['mine'])
    expect(messages(story)[0]!.subject).toMatch(/^TEST Parcel Tracker/)
    expect(messages(story)[0]!.text).toContain('It would go to mail, hook.')
  })

  it('N9: what a person chose for a run holds for it and for its rollback, and off tells nothing', () => {
    const story = storyOf()
    start(story, { notices: 'off' })
    story.doSteps(1)
    expect(story.tell({ type: 'rollback.start', environment: 'production' })?.message ?? '').not.toContain('notice')
    expect(story.state.notices?.owed ?? []).toEqual([])
    const test = storyOf()
    start(test, { notices: 'test' })
    queue(test)
    expect(messages(test).map(({ channelId }) => channelId)).toEqual(['mine'])
  })

  it('N12: a declared critical issue is told, a step and a trigger name who is told, and an event can be turned off', () => {
    const story = storyOf({
      events: {
        'run-started': { off: true },
        critical: { channels: ['hook'], text: '{environment} of {name}: {facts}' },
      },
    })
    start(story)
    expect(story.state.notices?.owed ?? []).toEqual([])
    story.tell({ type: 'issue.declare', environment: 'production', severity: 'critical', words: 'Nobody can log in.' })
    queue(story)
    expect(messages(story).map(({ channelId }) => channelId)).toEqual(['hook'])
    expect(messages(story)[0]!.text).toContain('production of Parcel Tracker: Nobody can log in.')
  })

  it('a definition recorded by an earlier version, and one without channels, tells nothing', () => {
    const story = new Story(withNotices(undefined as never))
    start(story)
    expect(story.state.notices).toBeUndefined()
    const empty = storyOf({ channels: [] })
    start(empty)
    expect(empty.state.notices?.owed ?? []).toEqual([])
  })
})

describe('delivery', () => {
  const queuedStory = () => {
    const story = storyOf()
    start(story)
    queue(story)
    return story
  }
  const one = (story: Story) => messages(story)[0]!
  const attempt = (story: Story, number: number) =>
    story.happen({ type: 'notice.attempted', payload: { noticeId: 'n3-mail', number } })

  it('N5: a refusal is tried again after 10 s, 20 s, 40 s… at most half an hour, for a day', () => {
    expect([1, 2, 3, 8, 9, 40].map(backoffMs)).toEqual([10_000, 20_000, 40_000, 1_280_000, 1_800_000, 1_800_000])
    expect(retryAtMs(1, 0, 5000, false)).toBe(15_000)
    expect(retryAtMs(60, 0, DAY, false)).toBeUndefined()
    expect(retryAtMs(1, 0, 5000, true)).toBeUndefined()
  })

  it('N6: an unknown one is never sent again by itself; a person says that it arrived, or has it sent again', () => {
    const story = queuedStory()
    attempt(story, 1)
    story.happen({ type: 'notice.unknown', payload: { noticeId: 'n3-mail', number: 1, reason: 'The cockpit ended.' } })
    expect(pendingNotices(story.state, false).map(({ key }) => key)).toEqual(['notice:n3-hook:1:0'])
    expect(
      story.tell({ type: 'notice.resolve', notice: 'n3-mail', outcome: 'send-again', reason: 'Nobody has it.' }),
    ).toBeUndefined()
    expect(pendingNotices(story.state, false).map(({ key }) => key)).toEqual([
      'notice:n3-mail:2:1',
      'notice:n3-hook:1:0',
    ])
    attempt(story, 2)
    story.happen({ type: 'notice.unknown', payload: { noticeId: 'n3-mail', number: 2, reason: 'Again.' } })
    expect(
      story.tell({ type: 'notice.resolve', notice: 'n3-mail', outcome: 'arrived', reason: 'Mei has it.' }),
    ).toBeUndefined()
    expect(one(story).status).toBe('delivered')
    expect(story.tell({ type: 'notice.drop', notice: 'n3-mail', reason: 'No.' })?.code).toBe('wrong-state')
    expect(story.tell({ type: 'notice.drop', notice: 'n9', reason: 'No.' })?.code).toBe('unknown-notice')
  })

  it('N7: while a run is about to start something, nothing new is queued or sent; what is on its way stays so', () => {
    const story = queuedStory()
    attempt(story, 1)
    expect(pendingNotices(story.state, true).map(({ key }) => key)).toEqual(['notice:n3-mail:1:0'])
  })
})

describe('the six stages', () => {
  it('N14: are due by the window, overdue when nobody sent them, and move with a postponement', () => {
    const story = storyOf()
    story.nowMs = WINDOW.startMs - 30 * HOUR
    expect(stage(story, 'deployment-scheduled').status).toBe('overdue')
    expect(stage(story, 'production-imminent').status).toBe('due')
    expect(stage(story, 'production-complete').status).toBe('planned')
    story.nowMs = WINDOW.startMs - 23 * HOUR
    expect(projectNotices(story.state, story.nowMs)!.overdue.map(({ id }) => id)).toEqual([
      'deployment-scheduled',
      'staging-complete',
      'production-imminent',
    ])
    story.tell({ type: 'release.postpone', reason: 'Not ready.', until: '2026-12-20T22:00:00+01:00' })
    expect(stage(story, 'production-imminent')).toMatchObject({
      status: 'planned',
      dueAtMs: Date.parse('2026-12-19T21:00:00Z'),
    })
  })

  it('N15: go out as a person edited them, once; once more only when that is said', () => {
    const story = storyOf()
    const send = {
      type: 'notice.send',
      stage: 'deployment-scheduled',
      subject: 'Friday 22:00\r\nBcc: x@y.z',
      text: 'We deploy.',
    } as const
    expect(story.tell(send)).toBeUndefined()
    expect(messages(story).map(({ channelId, subject }) => [channelId, subject])).toEqual([
      ['mail', 'Friday 22:00 Bcc: x@y.z'],
      ['hook', 'Friday 22:00 Bcc: x@y.z'],
    ])
    expect(messages(story)[0]!.text).toMatch(/^We deploy\.\n\nLedger \d+:/)
    expect(story.tell(send)?.code).toBe('sent-already')
    deliver(story)
    expect(stage(story, 'deployment-scheduled').status).toBe('sent')
    const item = findItemView(projectProcess(story.state, story.nowMs)!, 'checklist/notification-verified')!
    expect([item.status, item.words]).toEqual(['done', 'Told: mail (2 addresses), hook'])
    expect(story.tell({ ...send, again: true })).toBeUndefined()
    expect(stage(story, 'deployment-scheduled').status).toBe('queued')
  })

  it('N8: a test counts for nothing, and the mode of release.yaml is the most that is sent', () => {
    const story = storyOf()
    expect(story.tell({ type: 'notice.send', stage: 'deployment-scheduled', mode: 'test' })).toBeUndefined()
    deliver(story)
    expect(stage(story, 'deployment-scheduled')).toMatchObject({ isTested: true, messages: [] })
    const code = (plan: Partial<NoticePlan>, mode: 'test' | 'on') =>
      storyOf(plan).tell({ type: 'notice.send', stage: 'deployment-scheduled', mode })?.code
    expect([code({ mode: 'off' }, 'on'), code({ mode: 'test' }, 'on'), code({ channels: [] }, 'on')]).toEqual([
      'notices-off',
      'notices-off',
      'no-channel',
    ])
    const { test: _, ...without } = noticePlan()
    expect(
      new Story(withNotices(without)).tell({ type: 'notice.send', stage: 'release-closed', mode: 'test' })?.code,
    ).toBe('no-channel')
  })

  it('N17: who was told that it comes is told that it does not', () => {
    const story = storyOf()
    story.tell({ type: 'release.cancel', reason: 'The pool is too small.' })
    expect(projectNotices(story.state, story.nowMs)!.stages.map(({ id }) => id)).not.toContain('cancelled')
    story.tell({ type: 'release.reopen', reason: 'It is not.' })
    story.tell({ type: 'notice.send', stage: 'deployment-scheduled' })
    deliver(story)
    story.nowMs += 1000
    story.tell({ type: 'release.cancel', reason: 'It is after all.' })
    expect(stage(story, 'cancelled').status).toBe('due')
    expect(stage(story, 'production-imminent').status).toBe('not-needed')
    story.tell({ type: 'notice.send', stage: 'cancelled' })
    deliver(story)
    expect(stage(story, 'cancelled').status).toBe('sent')
    expect(messages(story).at(-1)!.text).toContain('Ada Obi: It is after all.')
  })
})
