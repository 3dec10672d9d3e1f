import { describe, expect, it } from 'vitest'
import { type BreachRule, type BreachState, CLEAR, stepBreach } from '../../../shared/analysis/breach.ts'
import type { Sample } from '../../../shared/contract/results.ts'

const rule: BreachRule = {
  isBad: (value) => value >= 1,
  minVolume: 10,
  forMs: 3000,
  clearForMs: 4000,
  intervalMs: 1000,
}

/** Runs one sample per second (`g`ood, `b`ad, `.` no value, `t`hin, `_` no row) and notes what changed when. */
const play = (text: string, using = rule): string => {
  let state: BreachState = CLEAR
  const changes: string[] = []
  for (const [second, letter] of [...text].entries()) {
    if (letter === '_') continue
    const value = { g: 0, b: 5, t: 5, '.': null }[letter] as number | null
    const sample: Sample = [second * 1000, value, letter === 't' ? 9 : 10]
    const next = stepBreach(state, sample, using)
    state = next.state
    if (next.changed) changes.push(`${next.changed}@${second}`)
  }
  return changes.join(' ')
}

describe('when a breach begins and ends', () => {
  it('begins after `for` of bad data, at once when that is zero (B3)', () => {
    expect(play('gbbbb')).toBe('breached@4')
    expect(play('gb', { ...rule, forMs: 0 })).toBe('breached@1')
  })

  it('starts over when good data comes between', () => {
    expect(play('gbbbgbbb')).toBe('')
    expect(play('gbbbgbbbb')).toBe('breached@8')
  })

  it('stands still over missing and thin samples: they neither reset nor count (B1, B2)', () => {
    expect(play('gbb...b')).toBe('')
    expect(play('gbb...bb')).toBe('')
    expect(play('gbb...bbb')).toBe('breached@8')
    expect(play('gbbtttbbb')).toBe('breached@8')
    expect(play('gbb______bbb')).toBe('breached@11')
  })

  it('ends only after good data for `clear-for`, never by a gap (B4)', () => {
    expect(play('bbbb................')).toBe('breached@3')
    expect(play('bbbb________________g')).toBe('breached@3')
    expect(play('bbbbggggg')).toBe('breached@3 recovered@8')
    expect(play('bbbbgg...ggg')).toBe('breached@3')
    expect(play('bbbbgg...gggg')).toBe('breached@3 recovered@12')
  })

  it('is damped against flapping: one bad sample starts the clearing over, and does not breach twice', () => {
    expect(play('bbbbgggbgggbgggg')).toBe('breached@3')
    expect(play('bbbbgggbggggg')).toBe('breached@3 recovered@12')
  })
})
