/** The process every release goes by unless it brings its own. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseProcess } from '../../shared/process/parse-process.ts'

const FILE = join(import.meta.dirname, '../../resources/process/deployment-release.yaml')

export const standardProcess = parseProcess('deployment-release.yaml', readFileSync(FILE, 'utf8')).process!
