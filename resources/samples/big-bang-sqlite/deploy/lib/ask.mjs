import { performance } from 'node:perf_hooks'

/** Asks over HTTP. Never throws: a request that got no answer has status 0 and says why. */
export async function ask(url, { method = 'GET', headers = {}, timeoutMs = 2000 } = {}) {
  const startedMs = performance.now()
  const tookMs = () => performance.now() - startedMs
  try {
    const response = await fetch(url, { method, headers, signal: AbortSignal.timeout(timeoutMs) })
    const text = await response.text()
    return { status: response.status, text, body: parse(text), tookMs: tookMs() }
  } catch (error) {
    const why = error.cause?.code ?? error.name
    return { status: 0, why: why === 'TimeoutError' ? `no answer within ${timeoutMs} ms` : why, tookMs: tookMs() }
  }
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
