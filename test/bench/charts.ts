/** Frames of the deck with six charts of four hours of one-second samples each (DESIGN §13), in a real Chromium. */
import type { Browser, Page } from 'playwright-core'
import { type Frames, frames, idleFrames, pause } from './charts/frames.ts'
import { SECONDS, withCharts } from './charts/with-charts.ts'
import type { BenchRow } from './row.ts'

const GOAL = 55

async function follow(untilMs: number): Promise<void> {
  while (Date.now() < untilMs) await pause(100)
}

/** The axis as it is by itself: a column a second, so that every chart is drawn anew each second. */
async function followClosely(page: Page, untilMs: number): Promise<void> {
  await page.keyboard.press('l')
  await follow(untilMs)
}

const plotOf = async (page: Page) => {
  const box = await page.locator('.chart-plot').first().boundingBox()
  if (!box) throw new Error('There are no charts.')
  return box
}

const moveCursor = (page: Page) => async (untilMs: number) => {
  const { x, y, width, height } = await plotOf(page)
  for (let step = 0; Date.now() < untilMs; step++) {
    await page.mouse.move(x + width * (0.5 + 0.48 * Math.sin(step / 40)), y + height / 2)
    await pause(8)
  }
}

/** Chooses a stretch over the charts, drags the window over what is recorded, and goes back to four hours. */
const brush = (page: Page) => async (untilMs: number) => {
  const { x, y, width, height } = await plotOf(page)
  const all = (await page.locator('.chart-overview-plot').boundingBox())!
  for (let round = 0; Date.now() < untilMs; round++) {
    await drag(page, { x: x + width * 0.2, y: y + height / 2 }, width * 0.5)
    await pause(400)
    await drag(page, { x: all.x + all.width * (0.2 + 0.3 * (round % 2)), y: all.y + all.height / 2 }, all.width * 0.4)
    await pause(400)
    await showFourHours(page)
    await pause(400)
  }
}

async function drag(page: Page, from: { x: number; y: number }, byPx: number): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  for (let step = 1; step <= 50; step++) {
    await page.mouse.move(from.x + (byPx * step) / 50, from.y)
    await pause(8)
  }
  await page.mouse.up()
}

/** By keyboard: live, then out until everything that is recorded is on the axis. */
async function showFourHours(page: Page): Promise<void> {
  await page.mouse.move(2, 2)
  await page.locator('#chart-cursor').focus()
  await page.keyboard.press('l')
  await page.keyboard.press('End')
  for (let step = 0; step < 7; step++) await page.keyboard.press('-')
}

function rowOf(name: string, { perSecond, p95Ms, longestMs }: Frames, idle: number): BenchRow {
  return {
    what: `six charts × ${SECONDS.toLocaleString('en')} samples, ${name}: frames`,
    figure: `${perSecond.toFixed(1)} per s`,
    goal: `≥ ${GOAL} per s`,
    reached: perSecond >= GOAL,
    detail: `p95 ${p95Ms.toFixed(0)} ms, the longest ${longestMs.toFixed(0)} ms; an empty page just before: ${idle.toFixed(1)} per s`,
  }
}

async function measure(browser: Browser, page: Page): Promise<BenchRow[]> {
  await showFourHours(page)
  await page.locator('.chart-overview-plot').waitFor()
  await pause(1500)
  const rows: BenchRow[] = []
  const situations = {
    'following live': follow,
    'following two minutes live': (untilMs: number) => followClosely(page, untilMs),
    'moving the cursor': moveCursor(page),
    brushing: brush(page),
  }
  for (const [name, act] of Object.entries(situations)) {
    const idle = await idleFrames(browser)
    await page.bringToFront()
    const row = rowOf(name, await frames(page, act), idle)
    process.stderr.write(`  ${row.what}: ${row.figure} (${row.detail})\n`)
    rows.push(row)
    await showFourHours(page)
    await pause(1000)
  }
  return rows
}

export const benchCharts = (): Promise<BenchRow[]> => withCharts('true', measure)
