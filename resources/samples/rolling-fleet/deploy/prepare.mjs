/** The world before the release: four instances of the previous version behind the balancer. Safe to repeat. */
import { lookAt } from './lib/daemons.mjs'
import { startBalancer, startInstance } from './lib/fleet.mjs'
import { currentPlace, INSTANCES } from './lib/place.mjs'
import { bold, done, script } from './lib/report.mjs'

await script(async () => {
  const place = currentPlace()
  await Promise.all(
    INSTANCES.map(async (name) => {
      const running = await lookAt(place, name)
      const about = running ?? (await startInstance(place, name, place.old))
      done(`${bold(name)} ${about.version} ${running ? 'already runs' : 'started'}`)
    }),
  )
  const { wasRunning } = await startBalancer(place)
  done(`balancer ${wasRunning ? 'already runs' : 'started'} on ${bold(place.url)}`)
})
