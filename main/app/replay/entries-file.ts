/** The entries of a JSONL export that verified, page by page: only where each line begins is in memory. */
import { closeSync, openSync, readSync } from 'node:fs'
import type { Recorded } from '../../../shared/events/index.ts'
import { upcast } from '../../../shared/events/upcast.ts'
import { digest, type ReleaseId } from '../../../shared/ids.ts'
import type { ReleaseDefinition } from '../../../shared/runbook/model.ts'
import { readLines } from '../../export/read-lines.ts'

export type EntriesFile = {
  size: number
  lastDefinition: ReleaseDefinition | undefined
  /** Entries `fromSeq` and after, `count` at most. */
  read(fromSeq: number, count: number): Recorded[]
  close(): void
}

const DEFINITION = Buffer.from('"type":"definition.loaded"')

/** The first line is the header; the last start is the end of the file. */
function readStarts(file: string): { starts: number[]; definitionSeq: number | undefined } {
  const descriptor = openSync(file, 'r')
  try {
    const starts = [0]
    let definitionSeq: number | undefined
    for (const { bytes } of readLines(descriptor)) {
      if (bytes.includes(DEFINITION)) definitionSeq = starts.length - 1
      starts.push(starts.at(-1)! + bytes.length + 1)
    }
    return { starts: starts.slice(1), definitionSeq }
  } finally {
    closeSync(descriptor)
  }
}

function entryOf(line: string, release: ReleaseId): Recorded {
  const { hash, entry, payload } = JSON.parse(line) as { hash: string; entry: object; payload: unknown }
  return { ...entry, payload, hash: digest(hash), release } as Recorded
}

export function openEntriesFile(file: string, release: ReleaseId): EntriesFile {
  const { starts, definitionSeq } = readStarts(file)
  const descriptor = openSync(file, 'r')
  const read = (fromSeq: number, count: number): Recorded[] => {
    const from = Math.max(0, fromSeq - 1)
    const to = Math.min(starts.length - 1, from + count)
    if (from >= to) return []
    const bytes = Buffer.alloc(starts[to]! - starts[from]!)
    for (let at = 0; at < bytes.length; ) at += readSync(descriptor, bytes, at, bytes.length - at, starts[from]! + at)
    const lines = bytes.toString('utf8').split('\n').filter(Boolean)
    return lines.map((line) => entryOf(line, release))
  }
  const [last] = definitionSeq === undefined ? [] : read(definitionSeq, 1)
  const loaded = last && upcast(last)
  return {
    size: starts.length - 1,
    lastDefinition: loaded?.type === 'definition.loaded' ? loaded.payload.definition : undefined,
    read,
    close: () => closeSync(descriptor),
  }
}
