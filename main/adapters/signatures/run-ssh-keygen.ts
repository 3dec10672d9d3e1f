/** `ssh-keygen` with arguments and input of its own: no shell, no configuration, ended when it takes too long. */
import { spawn } from 'node:child_process'

const TIMEOUT_MS = 10_000
const KEPT_CHARACTERS = 4000

export type Said = { code: number | null; stdout: string; stderr: string; failure?: NodeJS.ErrnoException }

export const runSshKeygen = (args: string[], input: Uint8Array): Promise<Said> =>
  new Promise((resolve) => {
    const said: Said = { code: null, stdout: '', stderr: '' }
    const env = { ...process.env, LC_ALL: 'C' }
    const child = spawn('ssh-keygen', args, { env, stdio: ['pipe', 'pipe', 'pipe'], timeout: TIMEOUT_MS })
    child.stdout.on('data', (chunk: Buffer) => {
      said.stdout = (said.stdout + chunk.toString('utf8')).slice(0, KEPT_CHARACTERS)
    })
    child.stderr.on('data', (chunk: Buffer) => {
      said.stderr = (said.stderr + chunk.toString('utf8')).slice(0, KEPT_CHARACTERS)
    })
    // A signature that is none is refused before the input is read.
    child.stdin.on('error', () => {})
    child.on('error', (failure) => resolve({ ...said, failure }))
    child.on('close', (code) => resolve({ ...said, code }))
    child.stdin.end(input)
  })
