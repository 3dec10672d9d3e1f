import type { CockpitClient } from '../../shared/contract/client.ts'
import type { AttemptId } from '../../shared/ids.ts'
import { RANGE_BYTES } from './output-window.ts'

export const COPY_LIMIT_BYTES = 1_048_576

/** The end of an attempt's output as text, at most 1 MiB of it, for the clipboard. */
export async function readEnd(
  client: CockpitClient,
  attempt: AttemptId,
  headBytes: number,
): Promise<{ text: string; isAll: boolean }> {
  const parts: Uint8Array[] = []
  let offset = Math.max(0, headBytes - COPY_LIMIT_BYTES)
  const isAll = offset === 0
  while (offset < headBytes) {
    const { bytes } = await client.call('output.read', {
      attempt,
      offset,
      length: Math.min(RANGE_BYTES, headBytes - offset),
    })
    if (bytes.length === 0) break
    parts.push(bytes)
    offset += bytes.length
  }
  const decoder = new TextDecoder()
  const text = parts.map((part) => decoder.decode(part, { stream: true })).join('')
  return { text: text + decoder.decode(), isAll }
}
