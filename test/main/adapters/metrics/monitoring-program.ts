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

const find = (program: string): string => {
  const places = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, program))
  const found = places.find(isExecutable)
  if (found !== undefined) return found
  const install = `apt-get install --no-install-recommends ${program}`
  throw new Error(`These tests need ${program} on the PATH; install it with: ${install}`)
}

export type MonitoringProgram = { url: string; port: number; stop(): Promise<void> }

type Started = {
  program: string
  config?: string
  /** On the port of an earlier one, as one that is restarted. */
  port?: number
  flags: (at: { folder: string; port: number }) => string[]
  ready: string
}

/** A real program of the Prometheus family on a free port of the loopback; ready when this resolves. */
export const startMonitoring = async (started: Started): Promise<MonitoringProgram> => {
  const program = find(started.program)
  const folder = await mkdtemp(join(tmpdir(), 'cockpit-monitoring-'))
  const port = started.port ?? (await freePorts(1))
  if (started.config !== undefined) await writeFile(join(folder, 'config.yml'), started.config)
  const child = spawn(program, started.flags({ folder, port }), { stdio: ['ignore', 'ignore', 'pipe'] })
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
    fetch(`${url}${started.ready}`).then(
      (answer) => answer.ok,
      () => false,
    )
  try {
    await eventually(isReady, (ready) => ready)
  } catch (error) {
    await stop()
    throw new Error(`${started.program} did not get ready: ${said}`, { cause: error })
  }
  return { url, port, stop }
}

/** Scrapes `target` (`host:port`) every second. */
export const startPrometheus = (target: string, port?: number): Promise<MonitoringProgram> =>
  startMonitoring({
    program: 'prometheus',
    ...(port === undefined ? {} : { port }),
    config: `global: { scrape_interval: 1s, scrape_timeout: 1s }
scrape_configs: [{ job_name: app, static_configs: [{ targets: ['${target}'] }] }]
`,
    flags: ({ folder, port: at }) => [
      `--config.file=${folder}/config.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${at}`,
    ],
    ready: '/-/ready',
  })

/** Alerts named `Database` inhibit those named `Query`. */
export const startAlertmanager = (): Promise<MonitoringProgram> =>
  startMonitoring({
    program: 'prometheus-alertmanager',
    config: `route: { receiver: nobody }
receivers: [{ name: nobody }]
inhibit_rules: [{ source_matchers: ['alertname="Database"'], target_matchers: ['alertname="Query"'] }]
`,
    flags: ({ folder, port }) => [
      `--config.file=${folder}/config.yml`,
      `--storage.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ],
    ready: '/-/ready',
  })

/** Its load averages only: small and quick. */
export const startNodeExporter = (): Promise<MonitoringProgram> =>
  startMonitoring({
    program: 'prometheus-node-exporter',
    flags: ({ port }) => [
      `--web.listen-address=127.0.0.1:${port}`,
      '--collector.disable-defaults',
      '--collector.loadavg',
      '--collector.time',
    ],
    ready: '/metrics',
  })
