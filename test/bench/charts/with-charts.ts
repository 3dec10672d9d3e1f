/** A release with six charts of four hours of one-second samples each, served to a real Chromium (DESIGN §13). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { createApp } from '../../../main/app/index.ts'
import { openDatabase } from '../../../main/event-store/database.ts'
import { createSampleStore } from '../../../main/event-store/samples.ts'
import type { Sample } from '../../../shared/contract/results.ts'
import type { ReleaseId } from '../../../shared/ids.ts'
import { chromiumFlags, findChromium } from '../../support/chromium.ts'
import { startCockpit } from '../../support/cockpit-command.ts'
import { until } from '../../support/until.ts'

export const METRICS = 6
export const SECONDS = 4 * 3600

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

function writeFolder(folder: string, url: string, command: string): void {
  const metrics = Array.from({ length: METRICS }, (_, metric) =>
    [
      `  metric-${metric}:`,
      `    { title: Metric ${metric + 1}, unit: ms, target: { below: 70 }, interval: 1s,`,
      `      source: { json: { url: "${url}/${metric}", path: value } } }`,
    ].join('\n'),
  )
  const head = 'cockpit: 1\nrelease: { name: Charts, version: 1.0.0 }\nenvironments: { local: {} }\nmetrics:\n'
  writeFileSync(join(folder, 'release.yaml'), `${head}${metrics.join('\n')}\n`)
  writeFileSync(join(folder, 'runbook.md'), `---\npace: auto\n---\n# Local\n\n\`\`\`sh\n${command}\n\`\`\`\n`)
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

/** The six charts drawn, in a window of 1280×800; `command` is the one step of the runbook. */
export async function withCharts<T>(
  command: string,
  measure: (browser: Browser, page: Page) => Promise<T>,
): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'cockpit-charts-'))
  const db = join(root, 'ledger.db')
  const { server, url } = await startSource()
  writeFolder(root, url, command)
  await fill(root, db)
  const host = startCockpit(['serve', '--db', db, '--folder', root])
  const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumFlags() })
  try {
    const address = await until(() => /http:\S+/.exec(host.stdout())?.[0], 'the address of the cockpit')
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(address)
    await page
      .locator('.chart-row')
      .nth(METRICS - 1)
      .waitFor()
    await until(async () => (await page.locator('.chart-curve path').count()) === METRICS, 'six lines')
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
