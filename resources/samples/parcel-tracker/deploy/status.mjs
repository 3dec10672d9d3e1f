/** What runs where, and who has the traffic. */
import { lookAt } from './lib/daemons.mjs'
import { knownBases, placeAt } from './lib/place.mjs'
import { bold, dim, nameOf, say, script, yellow } from './lib/report.mjs'

const trafficOf = (proxy, colour) => (colour === 'green' ? proxy.greenPercent : 100 - proxy.greenPercent)

async function sayColour(place, colour, proxy) {
  const about = await lookAt(place, colour)
  if (!about) return say(`  ${nameOf(colour)} ${dim('not running')}`)
  const traffic = proxy ? `${trafficOf(proxy, colour)} % of the traffic, ${proxy[colour].requests} requests` : ''
  const fault = about.fault === 'none' ? '' : yellow(` FAULT=${about.fault}`)
  say(`  ${nameOf(colour)} ${bold(about.version)} ${traffic}${fault} ${dim(`pid ${about.pid}`)}`)
}

await script(async () => {
  const bases = process.env.PARCEL_PORT_BASE ? [process.env.PARCEL_PORT_BASE] : knownBases()
  if (bases.length === 0) say('Nothing of the sample is running.')
  for (const base of bases) {
    const place = placeAt(base)
    const proxy = await lookAt(place, 'proxy')
    say(`${bold(place.url)} ${proxy ? dim(`pid ${proxy.pid}`) : dim('no proxy')}`)
    await sayColour(place, 'blue', proxy)
    await sayColour(place, 'green', proxy)
  }
})
