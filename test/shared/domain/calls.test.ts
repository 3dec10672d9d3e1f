/** What calls a person, and when it is repeated (docs/room.md, A1 to A4). */
import { describe, expect, test } from 'vitest'
import {
  answered,
  type Calling,
  callRoom,
  isCalling,
  REPEAT_MS,
  URGENT_REPEAT_MS,
} from '../../../renderer/attention/call-room.ts'
import { selectCalls } from '../../../shared/domain/calls.ts'
import { stageId } from '../../../shared/ids.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Story } from '../../support/story.ts'

const START = { type: 'run.start', stageId: stageId('production'), environment: 'production' } as const
const calls = (story: Story) => selectCalls(story.state, story.nowMs)

describe('Somebody is called', () => {
  test('for a decision until somebody has seen it, and for nothing while a run only runs', () => {
    const story = new Story(definitionOf([stage('production', [step('deploy')])]))
    story.tell(START)
    story.begin()
    expect(calls(story)).toEqual([])
    story.tell({ type: 'issue.declare', environment: 'production', severity: 'high', words: 'Labels are wrong.' })
    const [call] = calls(story)
    expect(call).toMatchObject({ body: expect.stringContaining('Labels are wrong.'), isUrgent: false })
    story.tell({ type: 'decision.acknowledge', decisionId: call!.key })
    expect(calls(story)).toEqual([])
  })

  test('for a failed step and a manual one, each attempt anew', () => {
    const story = new Story(definitionOf([stage('production', [step('deploy'), step('ask', {}, { kind: 'manual' })])]))
    story.tell(START)
    story.end(story.begin(), 'failed')
    const [failed] = calls(story)
    expect(failed?.body).toContain('Halted at “deploy”')
    story.tell({ type: 'step.retry', runId: story.run.id, stepId: step('deploy').id })
    expect(calls(story)).toEqual([])
    story.end(Object.values(story.state.attempts).at(-1)!, 'failed')
    expect(calls(story)[0]?.key).not.toBe(failed?.key)
  })
})

test('at manual pace nobody is called to start a step before it has waited for a while', () => {
  const story = new Story(definitionOf([stage('production', [step('deploy')], { pace: 'manual' })]))
  story.tell(START)
  expect(calls(story)).toEqual([])
  story.nowMs += 20_000
  expect(calls(story)[0]?.body).toBe('“deploy” needs a person.')
})

describe('A call', () => {
  const gentle = { key: 'a', isUrgent: false }
  const urgent = { key: 'b', isUrgent: true }
  const sounds = (ats: number[], wish = gentle, from: Calling = {}) => {
    let calling = from
    return ats.map((nowMs) => {
      const told = callRoom([wish], calling, nowMs)
      calling = told.calling
      return told.sound
    })
  }

  test('sounds once, and again only after a while', () => {
    expect(sounds([0, 1000, REPEAT_MS - 1, REPEAT_MS, REPEAT_MS + 1])).toEqual([
      'gentle',
      undefined,
      undefined,
      'gentle',
      undefined,
    ])
    expect(sounds([0, URGENT_REPEAT_MS], urgent)).toEqual(['urgent', 'urgent'])
  })

  test('is silent once somebody has reacted, and another one is not', () => {
    const heard = answered(callRoom([gentle], {}, 0).calling)
    expect(isCalling(heard)).toBe(false)
    expect(sounds([REPEAT_MS, 2 * REPEAT_MS], gentle, heard)).toEqual([undefined, undefined])
    expect(callRoom([gentle, urgent], heard, REPEAT_MS).sound).toBe('urgent')
  })

  test('that ended and begins again sounds again', () => {
    const gone = callRoom([], answered(callRoom([gentle], {}, 0).calling), 1000).calling
    expect(callRoom([gentle], gone, 2000).sound).toBe('gentle')
  })
})
