/** Runs the scripts of a sample release on ports and a state directory of its own, and takes everything down again. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '../../support/free-port.ts'

export type Ended = { code: number; stdout: string; stderr: string }

/** The first of four ports for a sample: it uses that one and the next three. */
export const samplePorts = (): Promise<number> => freePorts(4)

function run(file: string, args: string[], cwd: string, env: Record<string, string>): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(file, args, { cwd, env, timeout: 120_000 }, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : -1) : 0
      resolve({ code, stdout, stderr })
    })
  })
}

const pidsBelow = (folder: string): number[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.pid') && !name.endsWith('nginx-master.pid'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .map((text) => (text.startsWith('{') ? (JSON.parse(text) as { pid: number }).pid : Number(text)))

export type SampleWorld = {
  base: number
  url: string
  state: string
  /** `node deploy/NAME.mjs ARGUMENTS` in the sample's folder, with nothing of this process's environment but PATH. */
  deploy(script: string, args?: string[], env?: Record<string, string>): Promise<Ended>
  shell(script: string, args?: string[]): Promise<Ended>
  /** Of everything the sample's pid files name. */
  pids(): number[]
  end(): Promise<void>
}

export async function sampleWorld(
  folder: string,
  variables: (base: number, state: string) => Record<string, string>,
): Promise<SampleWorld> {
  const base = await samplePorts()
  const state = mkdtempSync(join(tmpdir(), 'cockpit-sample-'))
  const env = { PATH: process.env.PATH ?? '', NO_COLOR: '1', ...variables(base, state) }
  const shell: SampleWorld['shell'] = (script, args = []) => run(join(folder, 'deploy', script), args, folder, env)
  return {
    base,
    state,
    url: `http://127.0.0.1:${base}`,
    deploy: (script, args = [], more = {}) =>
      run(process.execPath, [`deploy/${script}.mjs`, ...args], folder, { ...env, ...more }),
    shell,
    pids: () => pidsBelow(state),
    async end() {
      await shell('stop.sh')
      rmSync(state, { recursive: true, force: true })
    },
  }
}

/** A zombie nobody reaps counts as gone. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' && process.platform !== 'linux'
  }
}
