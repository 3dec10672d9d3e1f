/** Decisions and action items a scribe writes down, and whom a note mentions (docs/room.md). */
import { describe, expect, test } from 'vitest'
import { minuteLine } from '../../../shared/documents/room-words.ts'
import { completeMention, mentionable, splitMentions, typedMention } from '../../../shared/domain/notes/mentions.ts'
import { selectMinutes } from '../../../shared/domain/notes/select-minutes.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Story } from '../../support/story.ts'

const TEAM = { 'devops-lead': [{ name: 'Ada Obi' }], sre: [{ name: 'Ben Cole' }, { name: 'Ben Cole Junior' }] }
const DEFINITION = definitionOf([stage('production', [step('deploy')])], { team: TEAM })

const written = () => {
  const story = new Story(DEFINITION)
  story.tell({ type: 'note.minute', kind: 'decision', text: 'We wait for the replica.' })
  story.tell({ type: 'note.minute', kind: 'action', text: 'Raise the pool size', owner: '@sre', due: '2026-11-27' })
  return story
}
const lines = (story: Story, nowMs = story.nowMs, offset = 60) =>
  selectMinutes(story.state, nowMs, offset).map(minuteLine)

test('a decision and an action keep their number, owner, date and state', () => {
  const story = written()
  expect(lines(story)).toEqual([
    'N1 decision: We wait for the replica. [open]',
    'N2 action: Raise the pool size, SRE, due 2026-11-27 [open]',
  ])
  story.tell({ type: 'note.assign', noteId: 'N2', owner: 'Ben Cole' })
  story.tell({ type: 'note.settle', noteId: 'N2', words: 'It is 50 now.' })
  expect(lines(story)[1]).toBe(
    'N2 action: Raise the pool size, Ben Cole, due 2026-11-27 [done, says Ada Obi: It is 50 now.]',
  )
  expect(story.tell({ type: 'note.settle', noteId: 'N2' })?.message).toBe('N2 is done already, says Ada Obi.')
  story.tell({ type: 'note.reopen', noteId: 'N2', words: 'It fell back.' })
  story.tell({ type: 'note.assign', noteId: 'N2', owner: '', due: '' })
  expect(lines(story)[1]).toBe('N2 action: Raise the pool size [open]')
  expect(story.tell({ type: 'note.settle', noteId: 'N9' })?.message).toContain('cockpit notes lists them')
})

test('a day is over at midnight of the zone the release is in', () => {
  const story = written()
  const midnight = Date.parse('2026-11-28T00:00:00+01:00')
  expect(lines(story, midnight - 1)[1]).toContain('[open]')
  expect(lines(story, midnight)[1]).toContain('[overdue]')
})

describe('A mention', () => {
  const whom = mentionable(DEFINITION)
  const mentioned = (text: string) =>
    splitMentions(text, whom).flatMap(({ mention }) => (mention ? [mention.name] : []))

  test('is a role or a person of the team, the longest name that stands there', () => {
    expect(mentioned('@devops-lead and @ben cole junior, also @SRE: look')).toEqual([
      'devops-lead',
      'Ben Cole Junior',
      'sre',
    ])
  })

  test('is no address, no part of a word, and nobody unknown', () => {
    expect(mentioned('ada@sre.example, @sreX, @nobody, @')).toEqual([])
  })

  test('leaves the text as it was written', () => {
    const text = '@sre: @devops-lead 🚀 @@sre \u05d0@sre end'
    expect(
      splitMentions(text, whom)
        .map((part) => part.text)
        .join(''),
    ).toBe(text)
  })

  test('is completed from any word of a name while it is typed', () => {
    expect(typedMention('Ask @lea', 8)).toEqual({ from: 5, typed: 'lea' })
    expect(completeMention('lea', whom).map(({ name }) => name)).toEqual(['devops-lead'])
    expect(typedMention('ada@exa', 7)).toBeUndefined()
    expect(typedMention('no name', 7)).toBeUndefined()
  })
})
