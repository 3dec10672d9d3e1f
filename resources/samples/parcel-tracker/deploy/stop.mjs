/** node deploy/stop.mjs blue|green: takes a colour down, unless it still has traffic. `all` stops everything, everywhere. */
import { lookAt, stop } from './lib/daemons.mjs'
import { currentPlace, knownBases, placeAt } from './lib/place.mjs'
import { done, nameOf, script, Trouble } from './lib/report.mjs'

async function stopColour(place, colour) {
  const proxy = await lookAt(place, 'proxy')
  const percent = proxy ? (colour === 'green' ? proxy.greenPercent : 100 - proxy.greenPercent) : 0
  if (percent > 0)
    throw new Trouble(`${colour} still takes ${percent} % of the traffic. Route it away first: node deploy/route.mjs`)
  const was = await stop(place, colour)
  done(`${nameOf(colour)} ${was ? 'is stopped' : 'was not running'}`)
}

async function stopPlace(place) {
  for (const role of ['proxy', 'green', 'blue'])
    if (await stop(place, role)) done(`${nameOf(role)} on port ${place.ports[role]} is stopped`)
}

await script(async () => {
  const [what] = process.argv.slice(2)
  if (what === 'blue' || what === 'green') return stopColour(currentPlace(), what)
  if (what !== 'all') throw new Trouble('Say what to stop: node deploy/stop.mjs blue|green|all')
  const bases = process.env.PARCEL_PORT_BASE ? [process.env.PARCEL_PORT_BASE] : knownBases()
  for (const base of bases) await stopPlace(placeAt(base))
  done('Nothing of the sample is running any more.')
})
