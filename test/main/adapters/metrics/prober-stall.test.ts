import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { Prober } from '../../../../main/adapters/metrics/prober.ts'
import { until } from '../../../support/until.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

test('a request that was under way when the cockpit stopped running is no evidence about the release, and the window begins anew', async () => {
  let isHanging = false
  let hung = 0
  let timedOut = 0
  let sleptMs = 0
  const server = createServer((_, response) => {
    if (!isHanging) return response.end('ok')
    response.on('close', () => timedOut++)
    if (++hung < 2) return
    // Right when it is under way: a pause of this process in between would be a timeout.
    isHanging = false
    sleptMs = 3_600_000
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  const prober = new Prober({ url, rate: 20, timeoutMs: 2000 }, () => Date.now() + sleptMs)
  ends.push(
    () => prober.close(),
    () => server.close(),
    () => server.closeAllConnections(),
  )
  prober.keep(60_000)
  await until(() => prober.since(60_000).length > 3, 'answers')
  isHanging = true
  await until(
    () => timedOut === 2 && prober.since(60_000).length > 3,
    'answers after the sleep, and the hung requests to end',
  )
  expect(prober.since(7_200_000).filter((probe) => probe.outcome !== 'ok')).toEqual([])
  expect(prober.coveredMs(60_000)).toBeLessThan(60_000)
})
