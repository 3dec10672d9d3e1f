/** Whether a deck stays usable while a step floods it: frames, and how soon a click is answered. */
import type { Page } from 'playwright-core'

export type DeckFigures = { framesPerSecond: number; worstFrameMs: number; reactionMs: number; lastLine: string }

/** Measures in the page until `isOver`; the reaction is the 95th percentile of click to the frame after it. */
export async function watchDeck(page: Page, isOver: () => boolean): Promise<DeckFigures> {
  await page.evaluate(() => {
    const seen = { frames: 0, worstMs: 0, lastMs: performance.now(), beganMs: performance.now() }
    Object.assign(window, { seen })
    const frame = (nowMs: number) => {
      seen.worstMs = Math.max(seen.worstMs, nowMs - seen.lastMs)
      seen.lastMs = nowMs
      seen.frames += 1
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  const reactions: number[] = []
  while (!isOver()) {
    reactions.push(await page.evaluate(reaction))
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  const { framesPerSecond, worstFrameMs } = await page.evaluate(() => {
    const { seen } = window as unknown as { seen: { frames: number; worstMs: number; beganMs: number } }
    return { framesPerSecond: (1000 * seen.frames) / (performance.now() - seen.beganMs), worstFrameMs: seen.worstMs }
  })
  const lastLine =
    (await page
      .locator('.output-line')
      .last()
      .textContent({ timeout: 2000 })
      .catch(() => '')) ?? ''
  reactions.sort((a, b) => a - b)
  return { framesPerSecond, worstFrameMs, reactionMs: reactions[Math.floor(reactions.length * 0.95)] ?? 0, lastLine }
}

/** Runs in the page: turns following off and on again, and waits for each to be drawn. */
async function reaction(): Promise<number> {
  const button = [...document.querySelectorAll('button')].find((each) =>
    /^\s*Follow(ing)?$/.test(each.textContent ?? ''),
  )
  const beganMs = performance.now()
  button?.click()
  await new Promise(requestAnimationFrame)
  const tookMs = performance.now() - beganMs
  button?.click()
  return tookMs
}
