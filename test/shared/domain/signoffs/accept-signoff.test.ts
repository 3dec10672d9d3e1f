import { expect, test } from 'vitest'
import { selectMissingApprovals } from '../../../../shared/domain/approvals.ts'
import { acceptSignoff } from '../../../../shared/domain/signoffs/accept-signoff.ts'
import { findSigner } from '../../../../shared/domain/signoffs/find-signer.ts'
import { requestSignoff } from '../../../../shared/domain/signoffs/request-signoff.ts'
import {
  readStatement,
  type Statement,
  statementFile,
  statementText,
} from '../../../../shared/domain/signoffs/statement.ts'
import { digest, stageId } from '../../../../shared/ids.ts'
import { definitionOf, stage, step } from '../../../support/definition.ts'
import { Story } from '../../../support/story.ts'

const START = { type: 'run.start', stageId: stageId('production'), environment: 'production' } as const
const STEP = step('switch', { approve: ['sre'] })
const STAGE = stage('production', [STEP])
const team = { sre: [{ name: 'Ada Obi', contact: 'ada@example.org' }] }

const storyOf = () => new Story(definitionOf([STAGE], { team }))

function statementFor(story: Story, nonce = '0'.repeat(32)): Statement {
  const asked = requestSignoff(story.state, {
    role: 'sre',
    decision: 'go',
    stage: STAGE,
    step: STEP,
    environment: 'production',
    previewDigest: story.resolvedDigest,
    inputs: {},
    nonce,
  })
  if (asked.rejection) throw new Error(asked.rejection.message)
  return asked.statement
}

function importInto(story: Story, statement: Statement) {
  const digests = { statementDigest: digest('1'.repeat(64)), allowedSignersDigest: digest('2'.repeat(64)) }
  const signature = { ...digests, principals: ['ada@example.org'], keyId: 'SHA256:key' }
  const facts = { nowMs: story.nowMs, previewDigest: story.resolvedDigest, recordedBy: 'Ben Cole' }
  const said = acceptSignoff(story.state, statement, signature, facts)
  if (said.outcome === 'accepted') story.happen(said.event, said.by)
  return said
}

test('a signed GO opens the step that waits for it, asked for before or during the run', () => {
  for (const isDuring of [false, true]) {
    const story = storyOf()
    if (isDuring) story.tell(START)
    const statement = statementFor(story)
    if (!isDuring) story.tell(START)
    expect(importInto(story, statement).outcome).toBe('accepted')
    expect(selectMissingApprovals(story.state, story.run, STEP)).toEqual([])
  }
})

test('it counts for the next run only: after that it is refused, although the digest is the same', () => {
  const story = storyOf()
  const statement = statementFor(story)
  story.tell(START)
  story.tell({ type: 'run.stop', runId: story.run.id, reason: 'Wrong night.' })
  story.finish()
  expect(importInto(story, statement)).toMatchObject({
    outcome: 'refused',
    sentence: expect.stringContaining('counts for the next run only'),
  })
})

test('words that say less than what is bound are refused: they are what was read before signing', () => {
  const story = storyOf()
  const statement = statementFor(story)
  expect(statement.approves).toBe('SRE: GO for step switch of production of Parcel Tracker 2.4.0 in production')
  for (const approves of ['SRE: Standing by for a look', statement.approves.replace('in production', 'in staging')])
    expect(importInto(story, { ...statement, approves })).toEqual({
      outcome: 'refused',
      sentence: 'Its words say something else than it binds: ask for a new one.',
    })
})

test('a statement is its exact bytes: unknown keys, a key twice and other formats are none', () => {
  const text = statementText(statementFor(storyOf()))
  expect(readStatement(text)).toHaveProperty('statement')
  for (const other of [
    text.replace('{', '{"also":1,'),
    text.replace('"decision":"go"', '"decision":"no-go","decision":"go"'),
    text.replace('signoff/1', 'signoff/2'),
    text.replace('"kind":"step"', '"kind":"run"'),
    'GO',
  ])
    expect(readStatement(other)).toHaveProperty('problem')
})

test('a principal is a person of the role by contact or name; a pattern is nobody', () => {
  const people = [{ name: 'Ada Obi', contact: 'ada@example.org' }]
  expect(findSigner(people, ['ADA@example.org'])?.name).toBe('Ada Obi')
  expect(findSigner(people, ['ops', 'ada.obi'])).toEqual({ principal: 'ada.obi', name: 'Ada Obi' })
  expect(findSigner(people, ['*@example.org'])).toBeUndefined()
  expect(findSigner([], ['mei@example.org'])?.name).toBe('mei@example.org')
})

test('names of roles and environments cannot lead the file out of its folder', () => {
  const { binds } = statementFor(storyOf())
  expect(statementFile({ role: '../sre', binds: { ...binds, environment: 'eu/../../x' } as never })).not.toMatch(
    /[/\\]/,
  )
})
