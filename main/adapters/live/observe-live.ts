import { readJsonPath } from '../../../shared/analysis/json-path.ts'
import type { LiveCheck } from '../../../shared/runbook/model.ts'
import type { Variables } from '../metrics/variables.ts'
import { askCommand, askHttp } from './ask.ts'

export { LIVE_TIMEOUT_MS } from './ask.ts'

export type Observed = { version: string } | { error: string }

const MAX_VERSION_LENGTH = 200

const asVersion = (text: string, where: string): Observed => {
  const version = text.trim()
  if (version === '') return { error: `${where} gave no version: its answer is empty.` }
  if (version.length > MAX_VERSION_LENGTH || version.includes('\n')) {
    const hint = `${version.slice(0, 60).replace(/\s+/g, ' ')}…`
    return {
      error: `${where} gave more than a version ("${hint}"); let it answer one line, or name a path with "json:".`,
    }
  }
  return { version }
}

const versionIn = (body: string, path: string | undefined, where: string): Observed => {
  if (path === undefined) return asVersion(body, where)
  let document: unknown
  try {
    document = JSON.parse(body)
  } catch {
    return { error: `${where} answered with something that is not JSON, so "${path}" cannot be read from it.` }
  }
  const found = readJsonPath(document, path)
  if (!found.found) return { error: `The version cannot be read from ${where}: ${found.reason}.` }
  if (typeof found.value === 'object')
    return { error: `"${path}" in the answer of ${where} is not a text or a number.` }
  return asVersion(String(found.value), where)
}

/**
 * Which version of a service answers right now, on its live side or its idle one: asked over HTTP, or printed by a command that runs in `cwd`; at most 5 s.
 * Never rejects.
 */
export async function observeLive(
  check: LiveCheck,
  variables: Variables,
  cwd: string,
  side: 'live' | 'idle' = 'live',
): Promise<Observed> {
  if ('http' in check) {
    const asked = await askHttp(check.http, variables, side)
    return 'error' in asked ? asked : versionIn(asked.text, check.json, asked.where)
  }
  const asked = await askCommand(check.command, variables, cwd, side)
  return 'error' in asked ? asked : asVersion(asked.text, asked.where)
}
