import { describe, expect, it } from 'vitest'
import { clockNews } from '../../../main/engine/source-clock.ts'

const news = (saidMs: number | undefined, aheadMs: number) => clockNews(saidMs, { source: 'Prometheus', aheadMs })

describe('news about the clock of a source', () => {
  it('is a difference of more than two seconds, once', () => {
    expect(news(0, 1900)).toBeUndefined()
    expect(news(0, -62_000)).toBe(-62_000)
    expect(news(-62_000, -61_200)).toBeUndefined()
    expect(news(-62_000, -90_000)).toBe(-90_000)
  })

  it('is that it agrees again, and not each time it wavers about the limit', () => {
    expect(news(2100, 1500)).toBeUndefined()
    expect(news(2100, 900)).toBe(0)
    expect(news(undefined, 100)).toBe(0)
  })
})
