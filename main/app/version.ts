import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { programFolder } from './places.ts'

const { version } = JSON.parse(readFileSync(join(programFolder, 'package.json'), 'utf8')) as { version: string }

/** The program's version, from its package.json. */
export const VERSION: string = version
