/** Stops everything of the sample, everywhere, or in the environment of DESK_PORTS, and takes its bookings away. */
import { rmSync } from 'node:fs'
import { stop } from './lib/daemons.mjs'
import { knownBases, placeAt } from './lib/place.mjs'
import { done, script } from './lib/report.mjs'

await script(async () => {
  for (const base of process.env.DESK_PORTS ? [process.env.DESK_PORTS] : knownBases()) {
    const place = placeAt(base)
    for (const role of ['front', 'desk']) await stop(place, role)
    rmSync(place.state, { recursive: true, force: true })
  }
  done('Nothing of the sample is running any more.')
})
