/** A steady trickle of real lookups, and what came back. */
import { ask } from './ask.mjs'
import { pause } from './report.mjs'

const PER_SECOND = 10
const TIMEOUT_MS = 5000
const SENT_PER_TICK = 3

const p95 = (all) => [...all].sort((a, b) => a - b)[Math.ceil(all.length * 0.95) - 1] ?? 0

export function summary(answers) {
  const failed = answers.filter(({ status }) => status !== 200)
  return {
    count: answers.length,
    failed: failed.length,
    percent: answers.length === 0 ? 0 : (100 * failed.length) / answers.length,
    p95Ms: Math.round(p95(answers.map(({ tookMs }) => tookMs))),
    last: failed.at(-1),
  }
}

/** Looks parcels up through the proxy for so many seconds; `onTick` gets the summary so far and the part that is over. */
export async function lookUpFor(url, seconds, onTick) {
  const total = Math.round(seconds * PER_SECOND)
  const answers = []
  const open = []
  for (let sent = 0; sent < total; sent++) {
    const id = 1000 + Math.floor(Math.random() * 9000)
    open.push(ask(`${url}/parcels/PT-${id}`, { timeoutMs: TIMEOUT_MS }).then((answer) => answers.push(answer)))
    await pause(1000 / PER_SECOND)
    if (sent % SENT_PER_TICK === 0) onTick(summary(answers), (sent + 1) / total)
  }
  await Promise.all(open)
  return summary(answers)
}
