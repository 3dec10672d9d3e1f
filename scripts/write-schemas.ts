/** Writes the published JSON Schemas from the schemas the code validates with. A test fails when the files are behind. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { processJsonSchema } from '../shared/process/schema.ts'
import { releaseJsonSchema } from '../shared/runbook/release/schema.ts'

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'resources', 'schemas')

export const publishedSchemas: Record<string, () => string> = {
  'process.schema.json': () => `${JSON.stringify(processJsonSchema(), null, 2)}\n`,
  'release.schema.json': () => `${JSON.stringify(releaseJsonSchema(), null, 2)}\n`,
}

if (import.meta.main) {
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of Object.entries(publishedSchemas)) writeFileSync(join(folder, name), text())
}
