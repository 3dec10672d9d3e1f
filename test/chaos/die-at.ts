/**
 * Fault points without a line in the product: kills this process with -9 right before or right after the n-th change it makes to an attempt's files, or at a
 * spawn. To be imported before anything else.
 */
import childProcess from 'node:child_process'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const at = Number(process.env.CHAOS_DIE_AT ?? 0)
let count = 0

const CHANGES = ['mkdirSync', 'openSync', 'writeFileSync', 'linkSync', 'fsyncSync', 'rmSync', 'renameSync'] as const

/** Only what belongs to attempts: the ledger has fault points of its own, the random kills. */
const concerns = (name: string, args: unknown[]): boolean =>
  name === 'fsyncSync' || name === 'spawn' || String(args[0]).includes('.runs')

function pass(): void {
  count += 1
  if (count === at) process.kill(process.pid, 'SIGKILL')
}

function wrap(target: object, name: string): void {
  const holder = target as Record<string, (...args: unknown[]) => unknown>
  const original = holder[name]!
  holder[name] = (...args: unknown[]) => {
    if (!concerns(name, args)) return original.apply(target, args)
    pass()
    const result = original.apply(target, args)
    pass()
    return result
  }
}

if (at > 0) {
  for (const name of CHANGES) wrap(fs, name)
  wrap(childProcess, 'spawn')
  syncBuiltinESMExports()
}
