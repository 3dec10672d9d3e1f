/** The deck at its busiest (DESIGN §13): six charts of four hours follow live while a step prints 10,000 lines a second; frames, and how old the newest line on screen is. */
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { frames, idleFrames, pause } from './charts/frames.ts'
import { SECONDS, withCharts } from './charts/with-charts.ts'
import type { BenchRow } from './row.ts'

const NOISE = fileURLToPath(new URL('./limits/noise.ts', import.meta.url))
const LINES_PER_SECOND = 10_000
const LASTS_S = 40
const COMMAND = `"${process.execPath}" "${NOISE}" stamped ${LINES_PER_SECOND * LASTS_S} ${LINES_PER_SECOND}`

async function startFlood(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Start a run/ }).waitFor()
  await page.keyboard.press('r')
  await page.getByRole('button', { name: /^Start in/, disabled: false }).click()
  await page.locator('.output-line').filter({ hasText: 'deployed pod' }).first().waitFor()
  await pause(3000)
}

/** At each frame: how long ago the last line was written that the frame before it had drawn. Runs in the page. */
function watchAges(): void {
  const ages: number[] = []
  Object.assign(window, { ages })
  let drawn = 0
  const frame = () => {
    if (drawn > 0) ages.push(Date.now() - drawn)
    const stamps = [...document.querySelectorAll('.output-line')].map((line) =>
      Number(/\d{13}/.exec(line.textContent ?? '')?.[0] ?? 0),
    )
    drawn = Math.max(0, ...stamps)
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
}

async function measure(browser: Browser, page: Page): Promise<BenchRow[]> {
  const idle = await idleFrames(browser)
  await page.bringToFront()
  await startFlood(page)
  const { perSecond, p95Ms, longestMs } = await frames(page, (untilMs) => pause(untilMs - Date.now()))
  await page.evaluate(watchAges)
  await pause(10_000)
  const ages = (await page.evaluate(() => (window as unknown as { ages: number[] }).ages)).sort((a, b) => a - b)
  const ageMs = ages[Math.floor(ages.length * 0.95)] ?? Number.POSITIVE_INFINITY
  return [
    {
      what: `six charts × ${SECONDS.toLocaleString('en')} samples following live beside 10,000 lines/s: frames`,
      figure: `${perSecond.toFixed(1)} per s`,
      goal: '≥ 55 per s',
      reached: perSecond >= 55,
      detail: `p95 ${p95Ms.toFixed(0)} ms, the longest ${longestMs.toFixed(0)} ms; an empty page just before: ${idle.toFixed(1)} per s`,
    },
    {
      what: 'output written → on screen at 10,000 lines/s, p95',
      figure: `${Math.round(ageMs)} ms`,
      goal: '< 100 ms',
      reached: ageMs < 100,
      detail: `median ${Math.round(ages[Math.floor(ages.length / 2)] ?? 0)} ms, the age of the newest line drawn, at ${ages.length} frames`,
    },
  ]
}

export const benchWarRoom = (): Promise<BenchRow[]> => withCharts(COMMAND, measure)

if (import.meta.main) for (const row of await benchWarRoom()) console.log(JSON.stringify(row))
