/** node deploy/guard.mjs SECONDS: asks Prometheus every second and refuses to go on when too many lookups fail or they are slow. */
import { currentPlace } from './lib/place.mjs'
import { QUERIES, query } from './lib/prometheus.mjs'
import { bar, done, endLine, pause, red, redraw, script, Trouble } from './lib/report.mjs'

const MAX_ERROR_PERCENT = 1
/** Far above the target of 200 ms: a guard must not fail a good release because this machine is busy. */
const MAX_P95_MS = 1000

async function measure(place) {
  const entries = Object.entries(QUERIES).map(async ([name, text]) => [name, await query(place, text)])
  return Object.fromEntries(await Promise.all(entries))
}

const digits = (value, unit, count = 0) => (value === undefined ? 'no data' : `${value.toFixed(count)} ${unit}`)

function show({ errorPercent, p95Ms, perSecond }, part) {
  const errors = `errors ${digits(errorPercent, '%', 2)}`
  const painted = errorPercent > MAX_ERROR_PERCENT ? red(errors) : errors
  redraw(`${bar(part)} ${painted}  p95 ${digits(p95Ms, 'ms')}  ${digits(perSecond, 'requests/s')}`)
}

function judge({ errorPercent, p95Ms }) {
  if (errorPercent === undefined)
    throw new Trouble('Prometheus has no numbers: is there traffic? Start some: node deploy/traffic.mjs 120')
  if (errorPercent > MAX_ERROR_PERCENT)
    throw new Trouble(`${errorPercent.toFixed(1)} % of the lookups fail, allowed ${MAX_ERROR_PERCENT} %. Roll back.`)
  if (p95Ms > MAX_P95_MS) throw new Trouble(`p95 is ${Math.round(p95Ms)} ms, allowed ${MAX_P95_MS} ms. Roll back.`)
}

await script(async () => {
  const seconds = Number(process.argv[2])
  if (!(seconds >= 1 && seconds <= 600))
    throw new Trouble('Say for how many seconds, 1 to 600: node deploy/guard.mjs 10')
  const place = currentPlace()
  let seen
  for (let second = 1; second <= seconds; second++) {
    await pause(1000)
    seen = await measure(place)
    show(seen, second / seconds)
  }
  endLine()
  judge(seen)
  done('Prometheus agrees: go on')
})
