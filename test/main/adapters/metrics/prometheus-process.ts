import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { freePorts } from '../../../support/free-port.ts'
import { eventually } from './server.ts'

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const findPrometheus = (): string => {
  const found = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'prometheus'))
    .find(isExecutable)
  if (found !== undefined) return found
  throw new Error(
    'These tests need Prometheus on the PATH; install it with: apt-get install --no-install-recommends prometheus',
  )
}

export type PrometheusProcess = { url: string; stop(): Promise<void> }

/** A real Prometheus on a free port, scraping `target` (`host:port`) every second; ready when this resolves. */
export const startPrometheus = async (target: string): Promise<PrometheusProcess> => {
  const program = findPrometheus()
  const folder = await mkdtemp(join(tmpdir(), 'cockpit-prometheus-'))
  const port = await freePorts(1)
  const config = `global: { scrape_interval: 1s, scrape_timeout: 1s }
scrape_configs: [{ job_name: app, static_configs: [{ targets: ['${target}'] }] }]
`
  await writeFile(join(folder, 'prometheus.yml'), config)
  const flags = [
    `--config.file=${folder}/prometheus.yml`,
    `--storage.tsdb.path=${folder}/data`,
    `--web.listen-address=127.0.0.1:${port}`,
  ]
  const child = spawn(program, flags, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2000)
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async () => {
    child.kill('SIGTERM')
    await gone
    await rm(folder, { recursive: true, force: true })
  }
  const url = `http://127.0.0.1:${port}`
  const isReady = () =>
    fetch(`${url}/-/ready`).then(
      (answer) => answer.ok,
      () => false,
    )
  try {
    await eventually(isReady, (ready) => ready)
  } catch (error) {
    await stop()
    throw new Error(`Prometheus did not get ready: ${said}`, { cause: error })
  }
  return { url, stop }
}
