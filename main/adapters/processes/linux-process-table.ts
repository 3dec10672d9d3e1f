import { readdirSync, readFileSync, statSync } from 'node:fs'
import type { ProcessFacts, ProcessTable } from './process-table.ts'

/** Reads a file of /proc; undefined when the process is gone or not ours to look at. */
function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return undefined
  }
}

/** `man 5 proc`, /proc/PID/stat: the name stands in parentheses and may hold anything; fields 3, 6 and 22 follow it. */
export function parseStat(pid: number, stat: string): ProcessFacts {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const startTime = fields[19] ?? ''
  return {
    pid,
    group: Number(fields[3]),
    startTime,
    startOrder: Number(startTime),
    zombie: fields[0] === 'Z' || fields[0] === 'X',
    commandLine: () => (readProc(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' '),
  }
}

const pids = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)

function find(pid: number): ProcessFacts | undefined {
  const stat = readProc(`/proc/${pid}/stat`)
  return stat === undefined ? undefined : parseStat(pid, stat)
}

function holds(pid: number, file: { dev: number; ino: number }): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      const open = statSync(`/proc/${pid}/fd/${fd}`, { throwIfNoEntry: false })
      return open?.ino === file.ino && open.dev === file.dev
    })
  } catch {
    return false
  }
}

export const createLinuxProcessTable = (): ProcessTable => ({
  bootId: () => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim(),
  find,
  all: () => pids().flatMap((pid) => find(pid) ?? []),
  holders(file) {
    const wanted = statSync(file, { throwIfNoEntry: false })
    return wanted ? pids().filter((pid) => pid !== process.pid && holds(pid, wanted)) : []
  },
})
