/** node deploy/verify.mjs VERSION: fails unless all four instances serve this version and every lookup works. */
import { ask } from './lib/ask.mjs'
import { lookAtFleet } from './lib/fleet.mjs'
import { currentPlace } from './lib/place.mjs'
import { bold, done, script, Trouble } from './lib/report.mjs'

const LOOKUPS = 24

await script(async () => {
  const wanted = process.argv[2]
  if (!wanted) throw new Trouble('Say which version: node deploy/verify.mjs 5.1.0')
  const place = currentPlace()
  const others = (await lookAtFleet(place)).filter(({ about }) => about?.version !== wanted)
  if (others.length > 0)
    throw new Trouble(`${others.map(({ name, about }) => `${name} serves ${about?.version ?? 'nothing'}`).join(', ')}.`)
  for (let index = 0; index < LOOKUPS; index++) {
    const { status, why } = await ask(`${place.url}/fares/F-${100 + index}`)
    if (status !== 200) throw new Trouble(`Lookup ${index + 1} gave ${why ?? status}.`)
  }
  done(`all four instances serve ${bold(wanted)}, ${LOOKUPS} lookups work`)
})
