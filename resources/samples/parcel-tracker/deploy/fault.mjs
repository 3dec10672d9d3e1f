/** node deploy/fault.mjs errors|slow|none: switches the fault of the running green. */
import { ask } from './lib/ask.mjs'
import { lookAt } from './lib/daemons.mjs'
import { currentPlace } from './lib/place.mjs'
import { done, nameOf, script, Trouble } from './lib/report.mjs'

await script(async () => {
  const fault = process.argv[2]
  if (!['errors', 'slow', 'none'].includes(fault))
    throw new Trouble('Say which fault: node deploy/fault.mjs errors|slow|none')
  const place = currentPlace()
  if (!(await lookAt(place, 'green')))
    throw new Trouble(`No green runs on port ${place.ports.green}: nothing to break.`)
  const { status } = await ask(`http://127.0.0.1:${place.ports.green}/_fault/${fault}`, { method: 'POST' })
  if (status !== 200) throw new Trouble(`green did not take the fault (status ${status}).`)
  const means = {
    errors: 'two of five lookups fail',
    slow: 'every lookup takes over 1.2 s',
    none: 'it is whole again',
  }
  done(`${nameOf('green')}: ${means[fault]}`)
})
