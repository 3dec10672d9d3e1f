/** Remarks about a record that takes none, as a file of their own. */
import { dirname, join } from 'node:path'
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { Results } from '../../../shared/contract/results.ts'
import { FileExists, writeWhole } from '../../export/whole-file.ts'
import type { OwnerContext } from '../context.ts'
import { reasonOf } from './export.ts'

export async function writeRemarks(
  { ledgerFile }: OwnerContext,
  { name, text, overwrite }: ParsedParams<'remarks.write'>,
): Promise<Results['remarks.write']> {
  const file = join(dirname(ledgerFile), name)
  try {
    await writeWhole(file, [text], { overwrite })
    return { ok: true, file }
  } catch (error) {
    const exists = error instanceof FileExists
    const message = exists ? error.message : `The remarks could not be written to ${file}: ${reasonOf(error)}.`
    return { ok: false, exists, message }
  }
}
