import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Target } from '../../scripts/build.ts'
import { isStale } from '../../scripts/start/stale.ts'
import { until } from './until.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Builds what is stale of `targets` into `out/`; of tests that ask at the same time, one builds and the others wait. */
export const ensureBuilt = async (...targets: Target[]): Promise<void> => {
  const lock = path.join(root, 'out', '.building')
  mkdirSync(path.dirname(lock), { recursive: true })
  await until(() => takeLock(lock), 'another test to finish building')
  try {
    await build(targets.filter((target) => isStale(root, target)))
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

const takeLock = (lock: string): boolean => {
  try {
    mkdirSync(lock)
    return true
  } catch {
    return false
  }
}
