/** Stops everything of the sample, everywhere, or in the environment of FLEET_PORTS. */
import { stop } from './lib/daemons.mjs'
import { INSTANCES, knownBases, placeAt } from './lib/place.mjs'
import { done, script } from './lib/report.mjs'

await script(async () => {
  for (const base of process.env.FLEET_PORTS ? [process.env.FLEET_PORTS] : knownBases())
    for (const role of ['balancer', ...INSTANCES]) await stop(placeAt(base), role)
  done('Nothing of the sample is running any more.')
})
