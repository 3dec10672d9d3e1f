import { describe, expect, it } from 'vitest'
import { heldMs, press, REST, release, tick } from '../../renderer/components/hold.ts'

describe('the hold gesture', () => {
  it('fires after it was held for the whole time, once', () => {
    const held = press(REST, 1000)
    expect(tick(held, 2499, 1500).phase).toBe('holding')
    const fired = tick(held, 2500, 1500)
    expect(fired.phase).toBe('fired')
    expect(tick(press(fired, 2600), 9000, 1500)).toBe(fired)
  })

  it('empties at once when let go, and begins anew', () => {
    const held = press(REST, 1000)
    expect(heldMs(held, 1900, 1500)).toBe(900)
    expect(heldMs(release(), 1901, 1500)).toBe(0)
    expect(heldMs(press(release(), 2000), 2100, 1500)).toBe(100)
  })

  it('takes a key that repeats while it is held as one press', () => {
    const held = press(REST, 1000)
    expect(press(held, 2000)).toBe(held)
  })
})
