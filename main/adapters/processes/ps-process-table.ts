import { spawnSync } from 'node:child_process'
import type { ProcessFacts, ProcessTable } from './process-table.ts'

const run = (program: string, args: string[]) =>
  spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' }, maxBuffer: 64 * 1024 * 1024 })
    .stdout ?? ''

const columns = 'pid=,pgid=,stat=,lstart=,command='

/** A line of `ps -o pid=,pgid=,stat=,lstart=,command=`; `lstart` is five words in the C locale. */
export function parsePsLine(line: string): ProcessFacts | undefined {
  const match = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\w+\s+\w+\s+\d+\s+[\d:]+\s+\d+)\s?(.*)$/.exec(line)
  if (!match) return undefined
  const [, pid, group, state = '', lstart = '', command = ''] = match
  const startTime = lstart.replace(/\s+/g, ' ')
  return {
    pid: Number(pid),
    group: Number(group),
    startTime,
    startOrder: Date.parse(startTime),
    zombie: state.startsWith('Z'),
    commandLine: () => command,
  }
}

/** A script in the command line spans lines; the lines after the first do not parse and are dropped. */
const parse = (text: string) => text.split('\n').flatMap((line) => parsePsLine(line) ?? [])

/** macOS and the BSDs, through `ps`, `sysctl` and `lsof`. */
export const createPsProcessTable = (): ProcessTable => ({
  bootId: () => run('sysctl', ['-n', 'kern.boottime']).trim(),
  find: (pid) => parse(run('ps', ['-o', columns, '-ww', '-p', String(pid)]))[0],
  all: () => parse(run('ps', ['-axww', '-o', columns])),
  holders: (file) =>
    run('lsof', ['-t', '--', file])
      .split('\n')
      .filter((line) => line !== '' && Number(line) !== process.pid)
      .map(Number),
})
