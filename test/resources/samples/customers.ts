/** Customers who keep asking while something is switched, and what they saw. */
import { Agent, get } from 'node:http'

export type Seen = { requests: number; failures: string[]; byServer: Record<string, number> }

type Answer = { status: number; servedBy: string }

const ask = (url: string, agent: Agent): Promise<Answer> =>
  new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      response.resume()
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, servedBy: String(response.headers['x-served-by']) }),
      )
      response.on('error', reject)
    }).on('error', reject)
  })

async function customer(url: string, agent: Agent, seen: Seen, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    seen.requests++
    try {
      const { status, servedBy } = await ask(url, agent)
      if (status !== 200) seen.failures.push(`status ${status} by ${servedBy}`)
      else seen.byServer[servedBy] = (seen.byServer[servedBy] ?? 0) + 1
    } catch (error) {
      seen.failures.push(String(error))
    }
  }
}

/** Four customers ask without a pause until `work` is done. */
export async function whileCustomersAsk(
  url: string,
  work: () => Promise<void>,
  { keepAlive = true } = {},
): Promise<Seen> {
  const agent = new Agent({ keepAlive })
  const seen: Seen = { requests: 0, failures: [], byServer: {} }
  let over = false
  const asking = Promise.all([1, 2, 3, 4].map(() => customer(url, agent, seen, () => over)))
  try {
    await work()
  } finally {
    over = true
    await asking
    agent.destroy()
  }
  return seen
}

/** Asks so many times, one after the other. */
export async function askTimes(url: string, count: number): Promise<Seen> {
  const agent = new Agent({ keepAlive: true })
  const seen: Seen = { requests: 0, failures: [], byServer: {} }
  await customer(url, agent, seen, () => seen.requests >= count)
  agent.destroy()
  return seen
}
