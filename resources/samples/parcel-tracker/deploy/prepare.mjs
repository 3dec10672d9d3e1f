/** The world before the release: blue runs the previous version and takes all of the traffic. Safe to repeat. */

import { route, startColour, startProxy } from './lib/parts.mjs'
import { currentPlace } from './lib/place.mjs'
import { bold, dim, done, nameOf, script } from './lib/report.mjs'

await script(async () => {
  const place = currentPlace()
  const blue = await startColour(place, 'blue')
  done(
    `${nameOf('blue')} ${bold(blue.version)} ${blue.wasRunning ? 'already runs' : 'started'} ${dim(`pid ${blue.pid}`)}`,
  )
  const proxy = await startProxy(place)
  done(`proxy ${proxy.wasRunning ? 'already runs' : 'started'} on ${bold(place.url)} ${dim(`pid ${proxy.pid}`)}`)
  await route(place, 0)
  done(`all traffic of ${place.name} goes to ${nameOf('blue')} ${blue.version}`)
})
