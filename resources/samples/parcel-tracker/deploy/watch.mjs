/** node deploy/watch.mjs SECONDS: looks parcels up through the live address and refuses to go on when too many fail or they are slow. */
import { lookUpFor } from './lib/lookups.mjs'
import { requireProxy } from './lib/parts.mjs'
import { currentPlace } from './lib/place.mjs'
import { bar, bold, done, endLine, red, redraw, script, Trouble } from './lib/report.mjs'

const MAX_ERROR_PERCENT = 1
/** Far above the target of 200 ms: a guard must not fail a good release because this machine is busy. */
const MAX_P95_MS = 1000

const show = ({ count, failed, percent, p95Ms }, part) => {
  const errors = failed > 0 ? red(`${failed} failed (${percent.toFixed(1)} %)`) : '0 failed'
  redraw(`${bar(part)} ${String(count).padStart(4)} lookups  ${errors}  p95 ${p95Ms} ms`)
}

function judge({ count, failed, percent, p95Ms, last }) {
  const reason = last?.body?.error ?? last?.why ?? `status ${last?.status}`
  if (percent > MAX_ERROR_PERCENT)
    throw new Trouble(
      `${failed} of ${count} lookups failed (${percent.toFixed(1)} %, allowed ${MAX_ERROR_PERCENT} %): ${reason}. Roll back.`,
    )
  if (p95Ms > MAX_P95_MS) throw new Trouble(`p95 is ${p95Ms} ms, allowed ${MAX_P95_MS} ms. Roll back.`)
  done(`${bold(count)} lookups, ${failed} failed, p95 ${p95Ms} ms: go on`)
}

await script(async () => {
  const seconds = Number(process.argv[2])
  if (!(seconds >= 1 && seconds <= 600))
    throw new Trouble('Say for how many seconds, 1 to 600: node deploy/watch.mjs 10')
  const place = currentPlace()
  await requireProxy(place)
  const result = await lookUpFor(place.url, seconds, show)
  show(result, 1)
  endLine()
  judge(result)
})
