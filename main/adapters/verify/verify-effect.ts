import { spawn } from 'node:child_process'
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs'
import type { VerifyEffect } from '../../ports/outside.ts'

export const VERIFY_TIMEOUT_MS = 60_000

type Ending = { exitCode: number | null } | { failure: string }

function run(command: string, cwd: string, env: Record<string, string>, spool: number): Promise<Ending> {
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-e', '-c', command], {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', spool, spool],
    })
    const timer = setTimeout(() => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      } catch {
        // It ended in the meantime.
      }
      resolve({ failure: `did not end within ${VERIFY_TIMEOUT_MS / 1000} s and was killed` })
    }, VERIFY_TIMEOUT_MS)
    child.on('error', (error) => {
      clearTimeout(timer)
      resolve({ failure: `could not be started: ${error.message}` })
    })
    child.on('exit', (exitCode) => {
      clearTimeout(timer)
      resolve({ exitCode })
    })
  })
}

/** What is added stands on lines of its own, whatever the command left behind. */
function endsOpen(spool: number): boolean {
  const { size } = fstatSync(spool)
  const last = Buffer.alloc(1)
  return size > 0 && readSync(spool, last, 0, 1, size - 1) === 1 && last[0] !== 10
}

/** Runs `verify` with `sh -e`, its output appended to the step's. */
export const verifyEffect: VerifyEffect = async ({ command, cwd, env, spoolFile }) => {
  try {
    const spool = openSync(spoolFile, 'a+', 0o600)
    try {
      writeSync(spool, `${endsOpen(spool) ? '\n' : ''}[cockpit] verify: ${command}\n`)
      const ending = await run(command, cwd, env, spool)
      if ('failure' in ending) return `verify ${ending.failure}`
      if (ending.exitCode === 0) return undefined
      return `verify ended with ${ending.exitCode === null ? 'a signal' : `exit ${ending.exitCode}`}: the effect is not there`
    } finally {
      closeSync(spool)
    }
  } catch (error) {
    return `verify could not be run: ${error instanceof Error ? error.message : String(error)}`
  }
}
