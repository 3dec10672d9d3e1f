/** Prints the version of the colour that has no traffic, or the smaller share of it: what is warm beside the one users meet. */
import { currentRoute, lookAtColour } from './lib/parts.mjs'
import { currentPlace } from './lib/place.mjs'
import { script, Trouble } from './lib/report.mjs'

await script(async () => {
  const place = currentPlace()
  const idle = ((await currentRoute(place)) ?? 0) >= 50 ? 'blue' : 'green'
  const about = await lookAtColour(place, idle)
  if (!about) throw new Trouble(`${idle} does not run`)
  console.log(about.version)
})
