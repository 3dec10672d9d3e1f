/** node deploy/traffic.mjs SECONDS: customers, as it were. A background process asks for tariffs and ends by itself; started again it begins anew. */
import { fileURLToPath } from 'node:url'
import { launch, stop, untilReady } from './lib/daemons.mjs'
import { currentPlace } from './lib/place.mjs'
import { bold, done, script, Trouble } from './lib/report.mjs'

const MAX_SECONDS = 600
const CUSTOMERS = fileURLToPath(new URL('./lib/customers.mjs', import.meta.url))

await script(async () => {
  const seconds = Number(process.argv[2])
  if (!(seconds >= 1 && seconds <= MAX_SECONDS))
    throw new Trouble(`Say for how many seconds, 1 to ${MAX_SECONDS}: node deploy/traffic.mjs 120`)
  const place = currentPlace()
  await stop(place, 'traffic')
  launch(place, 'traffic', process.execPath, [
    CUSTOMERS,
    '--url',
    place.url,
    '--seconds',
    String(seconds),
    '--state',
    place.state,
  ])
  await untilReady(place, 'traffic', () => true)
  done(`customers ask for ${bold(`${seconds} s`)}, about 40 times a second`)
})
