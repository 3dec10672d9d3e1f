/** node deploy/smoke.mjs green|live: the few requests that must work, against a colour without traffic or the live address. */
import { ask } from './lib/ask.mjs'
import { currentPlace } from './lib/place.mjs'
import { bold, dim, done, nameOf, redraw, script, Trouble } from './lib/report.mjs'

const LOOKUPS = 6
const ids = Array.from({ length: LOOKUPS }, (_, index) => `PT-${1001 + index * 73}`)

const cases = (version) => [
  ['health answers ok', '/health', ({ status, body }) => status === 200 && body?.status === 'ok'],
  [`version is ${version}`, '/version', ({ status, body }) => status === 200 && body?.version === version],
  ['an unknown parcel is a 404', '/parcels/nonsense', ({ status }) => status === 404],
  ...ids.map((id) => [`${id} is found, with its history`, `/parcels/${id}`, isParcel]),
]

const isParcel = ({ status, body }) => status === 200 && body?.history?.length > 0

/** `green` is reached without live traffic through the proxy's preview header. */
async function check(place, target, [title, path, isGood]) {
  const headers = target === 'green' ? { 'x-parcel-preview': 'green' } : {}
  const answer = await ask(`${place.url}${path}`, { headers, timeoutMs: 5000 })
  if (isGood(answer)) return answer.tookMs
  const got = answer.status === 0 ? answer.why : `${answer.status} ${JSON.stringify(answer.body)}`
  throw new Trouble(`${title}: it is not so. GET ${path} gave ${got}`)
}

await script(async () => {
  const target = process.argv[2]
  if (target !== 'green' && target !== 'live') throw new Trouble('Say what to test: node deploy/smoke.mjs green|live')
  const place = currentPlace()
  const all = cases(place.versions.green)
  let slowestMs = 0
  for (const [index, each] of all.entries()) {
    redraw(`${index + 1}/${all.length} ${dim(each[0])}`)
    slowestMs = Math.max(slowestMs, await check(place, target, each))
  }
  redraw('')
  done(`${bold(`${all.length} smoke tests`)} passed on ${nameOf(target)}, slowest ${Math.round(slowestMs)} ms`)
})
