/** node deploy/traffic.mjs SECONDS: customers, as it were, in the background. Started again they begin anew. */
import { fileURLToPath } from 'node:url'
import { currentPlace } from './lib/place.mjs'
import { start, stop } from './lib/processes.mjs'
import { bold, done, script, Trouble } from './lib/say.mjs'

const CUSTOMERS = fileURLToPath(new URL('./lib/customers.mjs', import.meta.url))
const MOST_S = 600

await script(async () => {
  const seconds = Number(process.argv[2])
  if (!(seconds >= 1 && seconds <= MOST_S))
    throw new Trouble(`Say for how many seconds, 1 to ${MOST_S}: node deploy/traffic.mjs 120`)
  const place = currentPlace()
  await stop(place, 'traffic')
  const args = [CUSTOMERS, place.url, String(seconds), place.state]
  await start(place, 'traffic', { program: process.execPath, args, isReady: () => true })
  done(`customers ask for ${bold(`${seconds} s`)}, about 100 times a second`)
})
