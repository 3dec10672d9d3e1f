/** node deploy/roll.mjs: rolls the instances BATCH_FROM to BATCH_TO onto the new version, one after the other. */
import { rollInstance } from './lib/fleet.mjs'
import { currentPlace, INSTANCES } from './lib/place.mjs'
import { bold, script, Trouble } from './lib/report.mjs'

await script(async () => {
  const { BATCH, BATCHES, BATCH_FROM, BATCH_TO } = process.env
  const [from, to] = [Number(BATCH_FROM), Number(BATCH_TO)]
  if (!(from >= 1 && to >= from && to <= INSTANCES.length))
    throw new Trouble(`BATCH_FROM and BATCH_TO say which instances are rolled, from 1 to ${INSTANCES.length}.`)
  const place = currentPlace()
  console.log(`${bold(`Batch ${BATCH} of ${BATCHES}`)}: ${INSTANCES.slice(from - 1, to).join(', ')}`)
  for (const name of INSTANCES.slice(from - 1, to)) await rollInstance(place, name, place.new)
})
