/** Prints the version of the colour that has no traffic, or the smaller share of it: what is warm beside the one users meet. */
import { lookAt } from './lib/daemons.mjs'
import { currentPlace } from './lib/place.mjs'
import { script, Trouble } from './lib/report.mjs'

await script(async () => {
  const place = currentPlace()
  const proxy = await lookAt(place, 'proxy')
  const idle = proxy && proxy.greenPercent >= 50 ? 'blue' : 'green'
  const about = await lookAt(place, idle)
  if (!about) throw new Trouble(`${idle} does not run`)
  console.log(about.version)
})
