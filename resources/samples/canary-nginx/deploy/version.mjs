/** node deploy/version.mjs stable|canary up|down: brings a version up beside the other, or takes it down unless it still has traffic. */
import { currentWeight, startVersion } from './lib/parts.mjs'
import { currentPlace } from './lib/place.mjs'
import { stop } from './lib/processes.mjs'
import { bold, done, script, Trouble } from './lib/say.mjs'

async function down(place, role) {
  const canary = (await currentWeight(place)) ?? 0
  const share = role === 'canary' ? canary : 100 - canary
  if (share > 0)
    throw new Trouble(`The ${role} still takes ${share} % of the traffic. Take it away first: node deploy/weight.mjs`)
  done(`${role} ${(await stop(place, role)) ? 'is stopped' : 'was not running'}`)
}

await script(async () => {
  const [role, what] = process.argv.slice(2)
  const place = currentPlace()
  if (!['stable', 'canary'].includes(role) || !['up', 'down'].includes(what))
    throw new Trouble('Say which version and what: node deploy/version.mjs stable|canary up|down')
  if (what === 'down') return down(place, role)
  done(`${role} ${bold(await startVersion(place, role))} is up on port ${place.ports[role]}`)
})
