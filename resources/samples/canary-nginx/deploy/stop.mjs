/** Stops every process of the sample on this machine, or only those of QUOTE_PORTS, and removes their state. */
import { stopAll } from './lib/parts.mjs'
import { knownPrefixes, placeAt } from './lib/place.mjs'
import { done, script } from './lib/say.mjs'

await script(async () => {
  const prefixes = process.env.QUOTE_PORTS ? [process.env.QUOTE_PORTS] : knownPrefixes()
  for (const prefix of prefixes) await stopAll(placeAt(prefix))
  done('Nothing of the sample is running any more.')
})
