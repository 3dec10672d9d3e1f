/** The world before the release: the stable version behind nginx, with all of the traffic. Safe to repeat. */
import { setWeight, startNginx, startVersion } from './lib/parts.mjs'
import { currentPlace } from './lib/place.mjs'
import { findNginx } from './lib/processes.mjs'
import { bold, done, script } from './lib/say.mjs'

await script(async () => {
  findNginx()
  const place = currentPlace()
  const version = await startVersion(place, 'stable')
  await startNginx(place)
  await setWeight(place, 0)
  done(`all traffic of ${bold(place.url)} goes to ${bold(version)}`)
})
