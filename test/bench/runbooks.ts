/**
 * Real public runbooks (DESIGN §13): every Markdown file under node_modules, a generated corpus, and with BENCH_RUNBOOKS=FOLDER whatever stands there.
 * Each is read from disk as `cockpit steps` reads it, held against two other readers, and its bytes compared before and after.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { readSteps } from '../../main/app/release-folder.ts'
import { entry } from '../support/cockpit-command.ts'
import { heldAgainstOthers } from '../support/code-blocks.ts'
import { plannedDocuments } from '../support/markdown-documents.ts'
import type { BenchRow } from './row.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const GENERATED = 3000
/** So many of each corpus, evenly spread, are read by the command itself as well, in a process of its own. */
const BY_COMMAND = 12

const digest = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')

const markdownIn = (folder: string): string[] =>
  globSync('**/*.{md,mdx,markdown,md.erb}', { cwd: folder })
    .map((file) => join(folder, file))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())

function generate(folder: string): string[] {
  mkdirSync(folder)
  return fc.sample(plannedDocuments, { numRuns: GENERATED, seed: 1 }).map(({ source }, index) => {
    const file = join(folder, `${index}.md`)
    writeFileSync(file, source)
    return file
  })
}

type Read = {
  files: number
  unread: number
  blocks: number
  steps: number
  crashes: string[]
  lost: string[]
  touched: string[]
}

function readOne(file: string, read: Read): void {
  const before = digest(file)
  try {
    const { runbook } = readSteps(file)
    if (runbook) {
      const { blocks, lost } = heldAgainstOthers(file, readFileSync(file, 'utf8'))
      read.blocks += blocks
      read.steps += runbook.stages
        .flatMap(({ steps }) => steps)
        .filter(({ kind }) => kind === 'command' || kind === 'http').length
      read.lost.push(...lost)
    } else read.unread++
  } catch (error) {
    read.crashes.push(`${file}: ${String(error)}`)
  }
  if (digest(file) !== before) read.touched.push(file)
}

/** The command must answer with JSON, whatever it thinks of the file. */
function byCommand(files: string[]): string[] {
  return files.flatMap((file) => {
    try {
      JSON.parse(
        execFileSync(process.execPath, [entry, 'steps', file, '--json'], { maxBuffer: 1e9, stdio: 'pipe' }).toString(),
      )
      return []
    } catch (error) {
      const { status, stdout } = error as { status?: number; stdout?: Buffer }
      const isAnswer = (status === 1 || status === 2) && String(stdout).startsWith('{')
      return isAnswer ? [] : [`${file}: exit ${status}`]
    }
  })
}

function rowsOf(what: string, files: string[]): BenchRow[] {
  const read: Read = { files: files.length, unread: 0, blocks: 0, steps: 0, crashes: [], lost: [], touched: [] }
  for (const file of files) readOne(file, read)
  const every = Math.ceil(files.length / BY_COMMAND)
  const asked = files.filter((_, index) => index % every === 0)
  const crashes = [...read.crashes, ...byCommand(asked)]
  const first = [...crashes, ...read.lost, ...read.touched].slice(0, 5)
  return [
    {
      what: `${what}: crashed, lost, touched`,
      figure: `${crashes.length}, ${read.lost.length}, ${read.touched.length}`,
      goal: '0, 0, 0',
      reached: first.length === 0 && files.length > 0,
      detail: `${read.files} files (${asked.length} of them by the command itself), ${read.blocks} code blocks by two other readers, ${read.steps} steps, ${read.unread} refused with a sentence${first.map((each) => `\n    ${each}`).join('')}`,
    },
  ]
}

export async function benchRunbooks(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cockpit-runbooks-'))
  const more = process.env.BENCH_RUNBOOKS
  try {
    return [
      ...rowsOf('public Markdown (node_modules)', markdownIn(join(ROOT, 'node_modules'))),
      ...rowsOf('generated Markdown', generate(join(folder, 'generated'))),
      ...(more ? rowsOf(`Markdown in ${more}`, markdownIn(more)) : []),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
