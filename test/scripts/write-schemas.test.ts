import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { publishedSchemas } from '../../scripts/write-schemas.ts'

const folder = join(import.meta.dirname, '..', '..', 'resources', 'schemas')

test.each(Object.keys(publishedSchemas))(
  'The published %s is what the code validates with (else: node scripts/write-schemas.ts)',
  (name) => {
    expect(readFileSync(join(folder, name), 'utf8')).toBe(publishedSchemas[name]!())
  },
)
