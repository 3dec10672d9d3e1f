/** The issue log and what users say (docs/validation.md, I1 to I5). */
import { describe, expect, test } from 'vitest'
import { isBlocking, projectIssues } from '../../../shared/domain/issues/project-issues.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Story } from '../../support/story.ts'

const definition = definitionOf([stage('production', [step('deploy')])], {
  environments: [{ name: 'production', vars: {}, secrets: {}, protected: true }],
  team: { 'product-owner': [{ name: 'Lin Park' }] },
})

const told = () => new Story(definition)
const reported = (severity: 'critical' | 'high' | 'medium' | 'low' = 'medium') => {
  const story = told()
  story.tell({ type: 'issue.report', title: 'Labels print blank', severity, environment: 'production' })
  return story
}
const first = (story: Story) => projectIssues(story.state)[0]!

describe('an issue', () => {
  test('gets a number, is taken, resolved and closed, and what was said last says how it stands', () => {
    const story = reported()
    expect(first(story)).toMatchObject({ id: 'I1', status: 'open', severity: 'medium', origin: 'person' })
    story.tell({ type: 'issue.take', issue: 'I1', person: 'Sam Roe' })
    expect(first(story)).toMatchObject({ status: 'taken', person: 'Sam Roe' })
    story.tell({ type: 'issue.resolve', issue: 'I1', outcome: 'fixed', words: '2.4.1 sends the font' })
    expect(first(story)).toMatchObject({ status: 'resolved', words: 'Fixed: 2.4.1 sends the font' })
    story.tell({ type: 'issue.close', issue: 'I1', words: 'Printed twenty' })
    expect(first(story)).toMatchObject({ status: 'closed', words: 'Printed twenty' })
  })

  test('that is there again is open, and can be resolved anew', () => {
    const story = reported()
    story.tell({ type: 'issue.resolve', issue: 'I1', outcome: 'worked-around', words: 'Restarted' })
    story.tell({ type: 'issue.reopen', issue: 'I1', reason: 'Blank again' })
    expect(first(story)).toMatchObject({ status: 'open', words: 'Open again: Blank again' })
    expect(story.tell({ type: 'issue.resolve', issue: 'I1', outcome: 'fixed', words: 'Done' })).toBeUndefined()
  })

  test('that nobody resolved is not closed, in a sentence that says what is missing', () => {
    const story = reported()
    expect(story.tell({ type: 'issue.close', issue: 'I1', words: 'Fine' })).toMatchObject({
      code: 'wrong-state',
      message: 'Issue I1 is not resolved yet: say first how it was resolved.',
    })
  })

  test('goes out as a known issue by the word of a role only', () => {
    const story = reported()
    const accept = { type: 'issue.accept', issue: 'I1', words: 'Reload the page' } as const
    expect(story.tell({ ...accept, role: 'wizard' })?.code).toBe('unknown-role')
    expect(story.tell({ ...accept, role: 'product-owner' })).toBeUndefined()
    expect(first(story)).toMatchObject({ status: 'accepted', words: 'Reload the page' })
  })

  test('is never given the number of another, and one that is unknown is refused with those that are there', () => {
    const story = reported()
    story.tell({ type: 'issue.report', title: 'Slow', severity: 'low' })
    expect(projectIssues(story.state).map(({ id }) => id)).toEqual(['I1', 'I2'])
    expect(story.tell({ type: 'issue.take', issue: 'I9' })).toMatchObject({
      code: 'unknown-issue',
      message: 'There is no issue "I9". There are: I1, I2.',
    })
  })

  test('of low severity keeps nothing from being called good; a graver one does until it is settled', () => {
    expect(isBlocking(first(reported('low')))).toBe(false)
    const story = reported('high')
    expect(isBlocking(first(story))).toBe(true)
    story.tell({ type: 'issue.resolve', issue: 'I1', outcome: 'no-issue', words: 'A test account' })
    expect(isBlocking(first(story))).toBe(false)
  })
})

describe('a decision of the release night', () => {
  const declared = () => {
    const story = told()
    story.tell({ type: 'issue.declare', environment: 'production', severity: 'high', words: 'Checkout fails' })
    return story
  }

  test('stands in the log once, and stays open after “fix forward” until somebody resolves it', () => {
    const story = declared()
    const [issue] = projectIssues(story.state)
    expect(issue).toMatchObject({ origin: 'declared', title: 'Checkout fails', status: 'open' })
    story.tell({ type: 'decision.answer', decisionId: issue!.id, choice: 'fix-forward', reason: 'Config is wrong' })
    expect(first(story).status).toBe('open')
    story.tell({ type: 'issue.resolve', issue: issue!.id, outcome: 'fixed', words: 'Config mended' })
    expect(projectIssues(story.state)).toMatchObject([{ id: issue!.id, status: 'resolved' }])
  })
})

describe('feedback', () => {
  test('is kept as it came, and may name an issue that is there', () => {
    const story = reported()
    const said = { type: 'feedback.record', from: 'Depot Ghent', mood: 'bad', text: 'No labels' } as const
    expect(story.tell({ ...said, issue: 'I7' })?.code).toBe('unknown-issue')
    story.tell({ ...said, issue: 'I1', channel: 'phone' })
    expect(story.state.feedback).toMatchObject([{ from: 'Depot Ghent', mood: 'bad', channel: 'phone', issue: 'I1' }])
  })
})
