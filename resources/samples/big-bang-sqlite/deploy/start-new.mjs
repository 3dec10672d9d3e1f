/** Starts the new desk behind the closed door. */
import { startDesk } from './lib/parts.mjs'
import { currentPlace } from './lib/place.mjs'
import { bold, dim, done, script } from './lib/report.mjs'

await script(async () => {
  const place = currentPlace()
  const { version, pid } = await startDesk(place, place.new)
  done(`desk ${bold(version)} is up behind the closed door ${dim(`pid ${pid}`)}`)
})
