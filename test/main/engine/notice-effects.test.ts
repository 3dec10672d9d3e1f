/** When a notice is not sent now (docs/communication.md, N1, N5, N7): time and the disk as data. */
import { expect, it } from 'vitest'
import { performQueueNotices, performSendNotice } from '../../../main/engine/effects/notices.ts'
import type { Letter } from '../../../main/ports/notifier.ts'
import type { CockpitEvent } from '../../../shared/events/index.ts'
import { stageId } from '../../../shared/ids.ts'
import { noticePlan, withNotices } from '../../support/notice-plan.ts'
import { Story } from '../../support/story.ts'
import { createFakeClock } from './fake-clock.ts'

const HOUR = 3_600_000

function stage() {
  const story = new Story(withNotices(noticePlan()))
  story.tell({
    type: 'run.start',
    stageId: stageId('production'),
    environment: 'production',
    override: 'Now.',
    overrideRole: 'sre',
  })
  const clock = createFakeClock()
  const sent: Letter[] = []
  const disk = { folder: '/', freeBytes: () => disk.free, free: 1e12 }
  const context = {
    ports: {
      clock,
      disk,
      store: { lateOf: () => undefined },
      secrets: { hide: (text: string) => text },
      notifier: async (letter: Letter) => {
        sent.push(letter)
        return { kind: 'refused', reason: 'No.' }
      },
    },
    state: () => story.state,
    report: async (...events: CockpitEvent[]) => {
      for (const event of events) story.happen(event)
    },
    signal: new AbortController().signal,
    noticesFromMs: () => 0,
  } as never
  return { story, clock, sent, disk, context }
}
const send = (attempt: number, atMs: number) =>
  ({ key: '', kind: 'send-notice', noticeId: 'n3-hook', attempt, atMs }) as const

it('on a full disk nothing is queued or sent until there is room: its reserve is for the way back', async () => {
  const { story, clock, sent, disk, context } = stage()
  disk.free = 1000
  const queueing = performQueueNotices({ key: '', kind: 'queue-notices', seq: 3 }, context)
  await clock.advance(60_000)
  expect([story.state.notices!.owed.length, sent.length]).toEqual([1, 0])
  disk.free = 1e12
  await clock.advance(10_000)
  await queueing
  expect(Object.keys(story.state.notices!.byId)).toEqual(['n3-mail', 'n3-hook'])
})

it('a clock that was set back does not hold a retry up for longer than its own wait', async () => {
  const { story, clock, sent, context } = stage()
  await performQueueNotices({ key: '', kind: 'queue-notices', seq: 3 }, context)
  const first = performSendNotice(send(1, clock.nowMs()), context)
  await clock.advance(0)
  await first
  expect(story.state.notices!.byId['n3-hook']).toMatchObject({ status: 'queued', attempts: 1 })
  const again = performSendNotice(send(2, clock.nowMs() + HOUR), context)
  await clock.advance(10_000)
  await clock.advance(0)
  await again
  expect(sent).toHaveLength(2)
})

it('a message that was dropped meanwhile is not sent', async () => {
  const { story, clock, sent, context } = stage()
  await performQueueNotices({ key: '', kind: 'queue-notices', seq: 3 }, context)
  const waiting = performSendNotice(send(1, clock.nowMs() + 1000), context)
  story.tell({ type: 'notice.drop', notice: 'n3-hook', reason: 'Said on the phone.' })
  await clock.advance(1000)
  await waiting
  expect(sent).toEqual([])
})
