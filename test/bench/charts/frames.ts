import type { Browser, Page } from 'playwright-core'

const MEASURED_MS = 10_000

export type Frames = { perSecond: number; p95Ms: number; longestMs: number }

/** Counts the frames a page draws while `act` goes on. */
export async function frames(page: Page, act: (untilMs: number) => Promise<void>): Promise<Frames> {
  await page.evaluate(() => {
    const seen: { deltas: number[]; stop: boolean } = { deltas: [], stop: false }
    Object.assign(window, { seen })
    let lastMs = performance.now()
    const frame = (nowMs: number) => {
      seen.deltas.push(nowMs - lastMs)
      lastMs = nowMs
      if (!seen.stop) requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  await act(Date.now() + MEASURED_MS)
  const deltas = await page.evaluate(() => {
    const { seen } = window as unknown as { seen: { deltas: number[]; stop: boolean } }
    seen.stop = true
    return seen.deltas
  })
  const totalMs = deltas.reduce((sum, ms) => sum + ms, 0)
  deltas.sort((a, b) => a - b)
  return {
    perSecond: (deltas.length * 1000) / totalMs,
    p95Ms: deltas[Math.floor(deltas.length * 0.95)] ?? 0,
    longestMs: deltas.at(-1) ?? 0,
  }
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** What this machine gives a page that does nothing, now: on a busy one not even that gets every frame. */
export async function idleFrames(browser: Browser): Promise<number> {
  const page = await browser.newPage()
  const { perSecond } = await frames(page, () => pause(4000))
  await page.close()
  return perSecond
}
