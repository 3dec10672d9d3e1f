/** The entries of a release that really ran, and a record of their output and samples that a test makes up. */
import { readFileSync } from 'node:fs'
import type { OutputTime, Results, Sample } from '../../../shared/contract/results.ts'
import type { Recorded, RecordedEvent } from '../../../shared/events/index.ts'
import { upcast } from '../../../shared/events/upcast.ts'
import { type AttemptId, digest } from '../../../shared/ids.ts'
import type { RecordingSource } from '../../../shared/replay/replay-client.ts'

const [head, ...lines] = readFileSync(new URL('../../replay/parcel-tracker-2.4.0.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
export const RELEASE = (JSON.parse(head!) as { release: Recorded['release'] }).release

export const EVENTS: RecordedEvent[] = lines.map((line) => {
  const { hash, entry, payload } = JSON.parse(line)
  return upcast({ ...entry, payload, hash: digest(hash), release: RELEASE })!
})

export type Stored = { text: string; times: OutputTime[] }

/** What a cockpit stored in the end. */
export const sourceOf = (outputs: Record<string, Stored>, samples: Sample[]): RecordingSource => {
  const bytesOf = (attempt: unknown) => Buffer.from(outputs[attempt as AttemptId]?.text ?? '')
  const linesIn = (text: string) => text.split('\n').length - 1
  const answers = {
    'output.times': ({ attempt }: { attempt: string }): Results['output.times'] => ({
      times: outputs[attempt]?.times ?? [],
    }),
    'output.read': (asked: { attempt: string; offset?: number; line?: number; length: number }) => {
      const all = bytesOf(asked.attempt)
      const before = all.toString().split('\n').slice(0, asked.line).join('\n')
      const offset = asked.line ? Buffer.byteLength(before) + 1 : (asked.offset ?? 0)
      const firstLine = linesIn(all.subarray(0, offset).toString())
      const bytes = all.subarray(offset, offset + asked.length)
      return { offset, bytes, firstLine, headBytes: all.length, headLines: linesIn(all.toString()) }
    },
    'output.find': ({ attempt, text }: { attempt: string; text: string }) => {
      const all = bytesOf(attempt)
      const found = all.toString().split('\n')
      const hits = found.flatMap((line, index) => (line.includes(text) ? [[index, 1] as [number, number]] : []))
      return { lines: hits, scannedTo: all.length, isEnd: true, headBytes: all.length }
    },
    'samples.read': ({ fromMs, toMs }: { fromMs: number; toMs: number }) => ({
      samples: samples.filter(([atMs]) => atMs >= fromMs && atMs <= toMs),
      isDecimated: false,
    }),
  }
  return { call: async (method: keyof typeof answers, params: never) => answers[method](params) } as RecordingSource
}
