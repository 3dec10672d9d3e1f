/** Remarks kept beside a record that takes none: a bundle, or a release that is closed. A file of their own, bound to the entries they are about. */
import { z } from 'zod'
import { heading, paragraph, table } from '../documents/reports/markdown-blocks.ts'

export const REMARKS_FORMAT = 'release-cockpit-remarks/1'

const remark = z.object({
  text: z.string().min(1).max(4000),
  aboutSeq: z.number().int().min(1),
  /** Of that entry: remarks about another record are told by it. */
  aboutHash: z.string().regex(/^[0-9a-f]{64}$/),
  aboutMs: z.number().int(),
  by: z.string().min(1).max(200),
  /** ISO 8601. */
  writtenAt: z.iso.datetime(),
})

const file = z.object({
  format: z.literal(REMARKS_FORMAT),
  release: z.string().max(500),
  ledgerId: z.string().max(200),
  remarks: z.array(remark).max(10_000),
})

export type FileRemark = z.output<typeof remark>
export type RemarksFile = Omit<z.output<typeof file>, 'format'>

export const remarksJson = (kept: RemarksFile): string =>
  `${JSON.stringify({ format: REMARKS_FORMAT, ...kept }, null, 2)}\n`

export const remarksMarkdown = ({ release, ledgerId, remarks }: RemarksFile): string =>
  `${[
    heading(1, `Remarks on ${release}`),
    paragraph(`Made while its record was replayed. They are no part of it. Ledger ${ledgerId}.`),
    table(
      ['Moment (UTC)', 'Entry', 'Remark', 'By'],
      remarks.map(({ aboutMs, aboutSeq, text, by }) => [new Date(aboutMs).toISOString(), String(aboutSeq), text, by]),
      'Nobody has said anything yet.',
    ),
  ].join('\n\n')}\n`

type About = { ledgerId: string; hashOf: (seq: number) => string | undefined }

/** What a person brings back, or a sentence about what is wrong with it. */
export function readRemarks(
  text: string,
  { ledgerId, hashOf }: About,
): { remarks: FileRemark[] } | { problem: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { problem: 'This is no file of remarks: it is not JSON. Choose a NAME.notes.json.' }
  }
  const parsed = file.safeParse(value)
  if (!parsed.success) return { problem: 'This is no file of remarks of Release Cockpit: choose a NAME.notes.json.' }
  const { remarks } = parsed.data
  if (parsed.data.ledgerId !== ledgerId)
    return { problem: `These remarks are about another record, ${parsed.data.release}: open that one to read them.` }
  const strange = remarks.find(({ aboutSeq, aboutHash }) => hashOf(aboutSeq) !== aboutHash)
  if (strange)
    return {
      problem: `These remarks are about another version of this record: entry ${strange.aboutSeq} is not the same.`,
    }
  return { remarks }
}
