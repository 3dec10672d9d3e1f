/** node deploy/weight.mjs PERCENT: so much of the traffic goes to the canary, the rest to the stable version. */
import { setWeight } from './lib/parts.mjs'
import { currentPlace } from './lib/place.mjs'
import { bold, done, script, Trouble } from './lib/say.mjs'

await script(async () => {
  const percent = Number(process.argv[2])
  if (!/^\d{1,3}$/.test(process.argv[2] ?? '') || percent > 100)
    throw new Trouble('Say how much of the traffic the canary gets, from 0 to 100: node deploy/weight.mjs 20')
  const before = await setWeight(currentPlace(), percent)
  done(`the canary gets ${bold(`${percent} %`)} of the traffic (before: ${before} %)`)
})
