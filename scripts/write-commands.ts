/** Writes docs/commands.md from the command line itself. A test fails when it is behind. */
import { writeFileSync } from 'node:fs'
import { commandReference } from '../main/cli/program/reference.ts'

writeFileSync(new URL('../docs/commands.md', import.meta.url), commandReference())
