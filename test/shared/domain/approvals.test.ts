import { describe, expect, test } from 'vitest'
import { approvalLines } from '../../../main/cli/approval-lines.ts'
import { describeEvent } from '../../../shared/documents/describe-event.ts'
import { selectMissingApprovals } from '../../../shared/domain/approvals.ts'
import { projectRoleLamps } from '../../../shared/domain/project-roles.ts'
import { selectStep } from '../../../shared/domain/steps.ts'
import type { RecordedEvent } from '../../../shared/events/index.ts'
import { stageId, stepId } from '../../../shared/ids.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { ADA, Story } from '../../support/story.ts'

const SWITCH = stepId('switch')
const PHONE = { by: 'Ben Cole', how: 'by phone, 22:04' }

function waiting() {
  const steps = [step('switch', { approve: ['sre'] })]
  const team = { sre: [{ name: 'Ben Cole' }], 'qa-lead': [{ name: 'Mei Tanaka' }] }
  const story = new Story(definitionOf([stage('production', steps)], { team }))
  story.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' })
  const word = {
    type: 'approval.give',
    role: 'sre',
    environment: 'production',
    runId: story.run.id,
    stepId: SWITCH,
    digest: story.run.resolvedDigest,
  } as const
  const missing = () => selectMissingApprovals(story.state, story.run, selectStep(story.run.definition, SWITCH)!)
  const lamp = () =>
    projectRoleLamps(story.state, 'production', story.run, story.nowMs).find((each) => each.role === 'sre')
  return { story, word, missing, lamp }
}

describe('A spoken approval', () => {
  test('counts as the word of who spoke, and says everywhere how it was given and who recorded it', () => {
    const { story, word, missing, lamp } = waiting()
    expect(story.tell({ ...word, decision: 'go', spoken: PHONE })).toBeUndefined()
    expect(missing()).toEqual([])
    expect(story.state.approvals[0]).toMatchObject({
      by: { name: 'Ben Cole', role: 'sre', assurance: 'spoken' },
      recordedBy: 'Ada Obi',
    })
    const said = 'Ben Cole, spoken: by phone, 22:04, recorded by Ada Obi'
    expect(lamp()).toMatchObject({ state: 'go', by: 'Ben Cole, spoken: by phone, 22:04', byDetail: said })
    expect(approvalLines(story.state)).toEqual([`SRE: GO for switch in production, dddd dddd, ${said}`])
  })

  test('is not for who is at the keyboard: that is a claimed one', () => {
    const { story, word } = waiting()
    const own = { ...word, decision: 'go', spoken: { by: 'ada  obi', how: 'aloud' } } as const
    expect(story.tell(own)?.message).toBe('ada  obi is at the keyboard: approve without saying how it was given.')
    story.tell({ ...word, decision: 'go' })
    expect(approvalLines(story.state)[0]).toContain('Ada Obi, claimed')
  })
})

describe('Taking an approval back', () => {
  test('makes what waits for it ask again, once, with its reason on record', () => {
    const { story, word, missing, lamp } = waiting()
    story.tell({ ...word, decision: 'go' }, ADA)
    const { seq } = lamp()!
    expect(story.tell({ type: 'approval.revoke', seq: seq!, reason: 'Wrong build.' })).toBeUndefined()
    expect(missing()).toEqual(['sre'])
    expect(lamp()).toMatchObject({ state: 'asked' })
    expect(approvalLines(story.state)).toEqual([])
    expect(story.tell({ type: 'approval.revoke', seq: seq!, reason: 'Again.' })?.message).toContain(
      'taken back already: Wrong build.',
    )
  })

  test('of an entry that is no approval is refused with where to look', () => {
    const { story } = waiting()
    expect(story.tell({ type: 'approval.revoke', seq: 1, reason: 'Wrong build.' })?.message).toBe(
      'Entry 1 is no approval: cockpit status lists those that stand.',
    )
  })
})

test('The log says of each approval how sure it is', () => {
  const { story, word } = waiting()
  story.tell({ ...word, decision: 'go', spoken: PHONE })
  const { by, atMs, seq, ...payload } = story.state.approvals[0]!
  const line = describeEvent({ type: 'approval.given', payload } as RecordedEvent)
  expect(line).toBe('SRE: GO for switch, dddd dddd, spoken: by phone, 22:04, recorded by Ada Obi')
})
