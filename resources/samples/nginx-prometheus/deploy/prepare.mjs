/** The world before the release: blue behind nginx with all of the traffic, Prometheus scraping it. Safe to repeat. */
import { requirePrograms, route, startColour, startNginx, startPrometheus } from './lib/parts.mjs'
import { currentPlace } from './lib/place.mjs'
import { query } from './lib/prometheus.mjs'
import { bold, done, nameOf, pause, redraw, script, Trouble } from './lib/report.mjs'

const SCRAPED = 'sum(up{job="tariff"})'
const SCRAPED_MS = 30_000
const how = ({ wasRunning }) => (wasRunning ? 'already runs' : 'started')

/** Prometheus waits a few seconds before it first asks a target. */
async function untilScraped(place) {
  const startedMs = Date.now()
  if (await query(place, SCRAPED)) return
  while (!(await query(place, SCRAPED))) {
    const seconds = Math.round((Date.now() - startedMs) / 1000)
    if (Date.now() - startedMs > SCRAPED_MS) throw new Trouble('Prometheus did not reach the service within 30 s.')
    redraw(`  waiting for the first scrape, ${seconds} s`)
    await pause(250)
  }
  redraw('')
}

await script(async () => {
  requirePrograms()
  const place = currentPlace()
  const blue = await startColour(place, 'blue')
  done(`${nameOf('blue')} ${bold(blue.version)} ${how(blue)}`)
  done(`nginx ${how(await startNginx(place))} on ${bold(place.url)}`)
  done(`prometheus ${how(await startPrometheus(place))} on ${bold(place.prometheusUrl)}`)
  await route(place, 0)
  await untilScraped(place)
  done(`all traffic of ${place.name} goes to ${nameOf('blue')} ${blue.version}, and Prometheus sees it`)
})
