/** What a command may touch, when it is this process's own terminal. */
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import type { CliIo } from './io.ts'

const isInteractive = Boolean(process.stdout.isTTY && process.stdin.isTTY && process.env.TERM !== 'dumb')

async function ask(question: string): Promise<string> {
  const reader = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return await new Promise((resolve, reject) => {
      reader.once('close', () => reject(new Error('The input ended before the question was answered.')))
      reader.once('SIGINT', () => process.emit('SIGINT'))
      reader.question(question).then(resolve, reject)
    })
  } finally {
    reader.close()
  }
}

/** What is typed is not echoed. */
async function askHidden(question: string): Promise<string> {
  process.stdout.write(question)
  const silent = new Writable({ write: (_bytes, _encoding, done) => done() })
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true })
  try {
    return await new Promise((resolve, reject) => {
      reader.once('close', () => reject(new Error('The input ended before the question was answered.')))
      reader.once('SIGINT', () => process.emit('SIGINT'))
      reader.question('').then(resolve, reject)
    })
  } finally {
    reader.close()
    process.stdout.write('\n')
  }
}

function rawKeys(listener: (bytes: Uint8Array) => void): () => void {
  process.stdin.setRawMode(true)
  process.stdin.on('data', listener)
  process.stdin.resume()
  return () => {
    process.stdin.off('data', listener)
    process.stdin.setRawMode(false)
    process.stdin.pause()
  }
}

function onSignals(signals: NodeJS.Signals[], listener: () => void): () => void {
  for (const signal of signals) process.on(signal, listener)
  return () => {
    for (const signal of signals) process.off(signal, listener)
  }
}

export const processIo: CliIo = {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  write: (bytes) =>
    new Promise((resolve, reject) => process.stdout.write(bytes, (error) => (error ? reject(error) : resolve()))),
  // npm changes the folder to the package's own; what people type is relative to where they stand.
  cwd: process.env.INIT_CWD ?? process.cwd(),
  env: process.env,
  onEnter(listener) {
    process.stdin.on('data', listener)
    process.stdin.on('error', () => {})
    return () => process.stdin.off('data', listener)
  },
  onInterrupt: (listener) => onSignals(['SIGINT'], listener),
  onHangup: (listener) => onSignals(['SIGTERM', 'SIGHUP'], listener),
  terminal: {
    interactive: isInteractive,
    columns: process.stdout.columns ?? 80,
    colour: isInteractive && !process.env.NO_COLOR,
  },
  ...(isInteractive
    ? { ask, askHidden, rawKeys, size: () => ({ columns: process.stdout.columns, rows: process.stdout.rows }) }
    : {}),
}
