/** node deploy/start.mjs blue|green: brings a colour up beside the other one. It gets no traffic by this. */

import { startColour } from './lib/parts.mjs'
import { currentPlace } from './lib/place.mjs'
import { bold, dim, done, nameOf, script, Trouble, yellow } from './lib/report.mjs'

await script(async () => {
  const colour = process.argv[2]
  if (colour !== 'blue' && colour !== 'green') throw new Trouble('Say which colour: node deploy/start.mjs blue|green')
  const place = currentPlace()
  const { version, pid, fault, wasRunning } = await startColour(place, colour)
  done(
    `${nameOf(colour)} ${bold(version)} ${wasRunning ? 'already runs' : 'is up'} on port ${place.ports[colour]} ${dim(`pid ${pid}`)}`,
  )
  if (fault !== 'none') console.log(yellow(`! this build carries a fault on purpose: FAULT=${fault}`))
})
