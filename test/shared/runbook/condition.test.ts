import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { conditionHolds, namesIn, parseCondition } from '../../../shared/runbook/condition.ts'

const VALUES = { REGION: 'eu', EMPTY: '', OFF: 'false', VERSION: '2.4.0', environment: 'production' }
const holds = (text: string) => conditionHolds(parseCondition(text)!, VALUES)

describe('a condition', () => {
  it.each([
    ['REGION == eu', true],
    ['$REGION == eu', true],
    ['REGION != eu', false],
    ['VERSION == "2.4.0"', true],
    ['REGION==eu', true],
    ['UNKNOWN == ""', true],
    ['UNKNOWN', false],
    ['not UNKNOWN', true],
    ['EMPTY', false],
    ['OFF', false],
    ['REGION', true],
    ['REGION == us or environment == production', true],
    ['REGION == us and environment == production', false],
    ['REGION == us and EMPTY or VERSION == 2.4.0', true],
    ['not REGION == us and REGION', true],
    ["REGION == 'eu'", true],
    ['REGION == "and"', false],
  ])('%s', (text, expected) => expect(holds(text)).toBe(expected))

  it.each([
    '',
    '==',
    'REGION ==',
    '== eu',
    'REGION = eu',
    'REGION == eu and',
    'or REGION',
    'a b',
    '"quoted" == x',
    '$(id)',
  ])('is not %j', (text) => expect(parseCondition(text)).toBeUndefined())

  it('names the variables it looks at', () => {
    expect(namesIn(parseCondition('A == b and not C or A')!)).toEqual(['A', 'C'])
  })

  it('is read or refused, whatever the text, without being executed', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const condition = parseCondition(text)
        if (condition) expect(typeof conditionHolds(condition, VALUES)).toBe('boolean')
      }),
    )
  })
})
