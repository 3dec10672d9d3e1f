import { describe, expect, it } from 'vitest'
import { situationOf } from '../../../main/electron/situation.ts'
import { stageId } from '../../../shared/ids.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Story } from '../../support/story.ts'

const START = { type: 'run.start', stageId: stageId('production'), environment: 'production' } as const

const started = (...steps: ReturnType<typeof step>[]) => {
  const story = new Story(definitionOf([stage('production', steps)]))
  story.tell(START)
  return story
}
const situation = (story: Story) => situationOf([story.state], story.nowMs)

describe('what the desktop shows outside the window', () => {
  it('is nothing while nothing runs', () => {
    const story = new Story(definitionOf([stage('production', [step('deploy')])]))
    expect(situation(story)).toEqual({ openRuns: 0, progress: undefined, calls: [] })
  })

  it('is the share of steps that are over', () => {
    const story = started(step('a'), step('b'), step('c'), step('d'))
    expect(situation(story)).toMatchObject({ openRuns: 1, progress: 0 })
    story.doSteps(3)
    expect(situation(story)).toMatchObject({ openRuns: 1, progress: 0.75, calls: [] })
    story.doSteps(1)
    story.finish()
    expect(situation(story)).toEqual({ openRuns: 0, progress: undefined, calls: [] })
  })

  it('is a call to decide when a step failed, and another one when it fails again', () => {
    const story = started(step('deploy'), step('switch'))
    story.end(story.begin(), 'failed')
    const [first] = situation(story).calls
    expect(first).toMatchObject({
      title: 'Parcel Tracker 2.4.0 · production',
      body: 'Halted at “deploy”: decide how to go on.',
    })
    expect(situation(story).calls[0]!.key).toBe(first!.key)
    story.tell({ type: 'step.retry', runId: story.run.id, stepId: step('deploy').id })
    story.end(Object.values(story.state.attempts).at(-1)!, 'failed')
    expect(situation(story).calls[0]!.key).not.toBe(first!.key)
  })

  it('is a call for a person when a manual step waits', () => {
    const story = started(step('call-the-desk', {}, { kind: 'manual' }), step('switch'))
    story.begin()
    expect(situation(story).calls).toMatchObject([{ body: '“call-the-desk” needs a person.' }])
  })
})
