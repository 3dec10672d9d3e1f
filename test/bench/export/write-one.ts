/** Writes one export of a ledger file in a process of its own, and prints what it took: `node write-one.ts FORMAT LEDGER RELEASE TARGET`. */
import { openSnapshot } from '../../../main/event-store/snapshot.ts'
import { exportJsonl, findExport } from '../../../main/export/export-jsonl.ts'
import { csvPieces, excerptPieces, markdownPieces } from '../../../main/export/log/log-files.ts'
import { writeWhole } from '../../../main/export/whole-file.ts'
import '../../../main/app/lean-memory.ts'

const HEAD = '# Execution log\n\n| Entry | When (UTC) | Who | What | Type |\n| ---: | --- | --- | --- | --- |\n'

export type WrittenOne = { ms: number; bytes: number; peakBytes: number; startBytes: number }

const [format = '', ledger = '', release = '', target = ''] = process.argv.slice(2)
const startBytes = process.memoryUsage.rss()
const snapshot = openSnapshot(ledger)
const startMs = performance.now()

async function write(): Promise<number> {
  if (format === 'jsonl') return (await exportJsonl(snapshot, release, target)).bytes
  const { no, header } = findExport(snapshot, release)
  const source = { snapshot, no, header, selection: {}, onRead: () => {} }
  const pieces =
    format === 'csv'
      ? csvPieces(source, false)
      : format === 'md'
        ? markdownPieces(source, HEAD, [], (text) => text)
        : excerptPieces({ ...source, selection: { kinds: ['step'] } })
  return writeWhole(target, pieces)
}

const bytes = await write()
const ms = performance.now() - startMs
const one: WrittenOne = { ms, bytes, peakBytes: process.resourceUsage().maxRSS * 1024, startBytes }
console.log(JSON.stringify(one))
process.exit()
