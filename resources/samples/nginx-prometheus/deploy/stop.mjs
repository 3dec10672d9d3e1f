/** node deploy/stop.mjs blue|green: takes a colour down, unless it still has traffic. `all` stops and removes everything. */
import { stop } from './lib/daemons.mjs'
import { currentRoute, stopAll } from './lib/parts.mjs'
import { currentPlace, knownPrefixes, placeAt } from './lib/place.mjs'
import { done, nameOf, script, Trouble } from './lib/report.mjs'

async function stopColour(place, colour) {
  const greenPercent = (await currentRoute(place)) ?? 0
  const percent = colour === 'green' ? greenPercent : 100 - greenPercent
  if (percent > 0)
    throw new Trouble(`${colour} still takes ${percent} % of the traffic. Route it away first: node deploy/route.mjs`)
  const was = await stop(place, colour)
  done(`${nameOf(colour)} ${was ? 'is stopped' : 'was not running'}`)
}

await script(async () => {
  const [what] = process.argv.slice(2)
  if (what === 'blue' || what === 'green') return stopColour(currentPlace(), what)
  if (what !== 'all') throw new Trouble('Say what to stop: node deploy/stop.mjs blue|green|all')
  const prefixes = process.env.TARIFF_PORTS ? [process.env.TARIFF_PORTS] : knownPrefixes()
  for (const prefix of prefixes) {
    const stopped = await stopAll(placeAt(prefix))
    if (stopped.length > 0) done(`${prefix}0: ${stopped.join(', ')} stopped`)
  }
  done('Nothing of the sample is running any more.')
})
