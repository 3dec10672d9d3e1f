/** Frames of the deck with six charts of four hours of one-second samples each (DESIGN §13), in a real Chromium. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { createApp } from '../../main/app/index.ts'
import { openDatabase } from '../../main/event-store/database.ts'
import { createSampleStore } from '../../main/event-store/samples.ts'
import type { Sample } from '../../shared/contract/results.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import { chromiumFlags, findChromium } from '../support/chromium.ts'
import { startCockpit } from '../support/cockpit-command.ts'
import { until } from '../support/until.ts'
import type { BenchRow } from './row.ts'

const METRICS = 6
const SECONDS = 4 * 3600
const MEASURED_MS = 10_000
const GOAL = 55

const valueAt = (metric: number, second: number) =>
  50 + 20 * Math.sin(second / (300 + metric * 70)) + ((second * (metric + 7) * 2_654_435_761) % 1000) / 80

/** Answers each metric's next value, as an exporter would. */
async function startSource(): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    const metric = Number(request.url?.slice(1))
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ value: valueAt(metric, Math.round(Date.now() / 1000)) }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

function writeFolder(folder: string, url: string): void {
  const metrics = Array.from({ length: METRICS }, (_, metric) =>
    [
      `  metric-${metric}:`,
      `    { title: Metric ${metric + 1}, unit: ms, target: { below: 70 }, interval: 1s,`,
      `      source: { json: { url: "${url}/${metric}", path: value } } }`,
    ].join('\n'),
  )
  const head = 'cockpit: 1\nrelease: { name: Charts, version: 1.0.0 }\nenvironments: { local: {} }\nmetrics:\n'
  writeFileSync(join(folder, 'release.yaml'), `${head}${metrics.join('\n')}\n`)
  writeFileSync(join(folder, 'runbook.md'), '# Local\n\n```sh\ntrue\n```\n')
}

/** Four hours up to now, with a spike now and then and a stretch nobody could measure. */
function fourHours(metric: number, nowMs: number): Sample[] {
  const samples: Sample[] = []
  for (let second = 0; second < SECONDS; second++) {
    const isBlind = second > 5000 && second < 5400
    const spike = second % 1711 === metric * 97 ? 60 : 0
    samples.push([nowMs - (SECONDS - second) * 1000, isBlind ? null : valueAt(metric, second) + spike, isBlind ? 0 : 1])
  }
  return samples
}

async function fill(folder: string, db: string): Promise<void> {
  const app = await createApp({ host: 'terminal', env: process.env, ledgerFile: db })
  const { release } = await app.client.call('release.open', { folder })
  await app.close()
  if (!release) throw new Error('The release of the bench cannot be opened.')
  const file = openDatabase(db)
  const store = createSampleStore(file)
  for (let metric = 0; metric < METRICS; metric++) {
    const series = { release: release as ReleaseId, environment: 'local', metric: `metric-${metric}` }
    store.append(series, fourHours(metric, Date.now()))
  }
  file.close()
}

type Frames = { perSecond: number; p95Ms: number; longestMs: number }

async function frames(page: Page, act: (untilMs: number) => Promise<void>): Promise<Frames> {
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

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

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

/** What this machine gives a page that does nothing, now: on a busy one not even that gets every frame. */
async function idleFrames(browser: Browser): Promise<number> {
  const page = await browser.newPage()
  const { perSecond } = await frames(page, () => pause(4000))
  await page.close()
  return perSecond
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
  await page
    .locator('.chart-row')
    .nth(METRICS - 1)
    .waitFor()
  await until(async () => (await page.locator('.chart-curve path').count()) === METRICS, 'six lines')
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

export async function benchCharts(): Promise<BenchRow[]> {
  const root = mkdtempSync(join(tmpdir(), 'cockpit-charts-'))
  const db = join(root, 'ledger.db')
  const { server, url } = await startSource()
  writeFolder(root, url)
  await fill(root, db)
  const host = startCockpit(['serve', '--db', db, '--folder', root])
  const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumFlags() })
  try {
    const address = await until(() => /http:\S+/.exec(host.stdout())?.[0], 'the address of the cockpit')
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(address)
    return await measure(browser, page)
  } finally {
    await browser.close()
    host.child.kill('SIGINT')
    await host.done
    server.close()
    server.closeAllConnections()
    rmSync(root, { recursive: true, force: true })
  }
}
