/** node deploy/route.mjs PERCENT: sends so much of the traffic to green, the rest to blue. */

import { requireProxy, route } from './lib/parts.mjs'
import { currentPlace } from './lib/place.mjs'
import { bold, done, nameOf, script, Trouble } from './lib/report.mjs'

await script(async () => {
  const percent = Number(process.argv[2])
  if (!/^\d{1,3}$/.test(process.argv[2] ?? '') || percent > 100)
    throw new Trouble('Say how much of the traffic green gets, from 0 to 100: node deploy/route.mjs 10')
  const place = currentPlace()
  const before = await requireProxy(place)
  const { blue, green } = await route(place, percent)
  done(
    `${nameOf('green')} ${bold(`${percent} %`)}  ${nameOf('blue')} ${bold(`${100 - percent} %`)}  (${nameOf('green')} had ${before.greenPercent} %)`,
  )
  console.log(`  served so far: ${nameOf('blue')} ${blue.requests}, ${nameOf('green')} ${green.requests} requests`)
})
