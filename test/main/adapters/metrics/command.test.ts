import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createMetricSource } from '../../../../main/adapters/metrics/index.ts'
import type { MetricSource as Source } from '../../../../shared/runbook/model.ts'
import { metricFixture } from '../../../shared/analysis/metric-fixture.ts'
import { until } from '../../../support/until.ts'

type CommandSource = Extract<Source, { kind: 'command' }>

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cockpit-command-')))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const source = createMetricSource(Date.now)
const open = (run: string, more: Partial<CommandSource> = {}, minVolume = 0) => {
  const of: CommandSource = { kind: 'command', run, timeoutMs: 20_000, ...more }
  const variables = { PATH: process.env.PATH ?? '', QUEUE: 'orders', TOKEN: 's3cret-enough' }
  return source.openMetric(metricFixture({ source: of, minVolume }), variables, folder)
}
const sample = (...args: Parameters<typeof open>) => open(...args).sample()

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('a metric from a command', () => {
  it('is the number it prints, run in the release folder with the variables and secrets of the environment', async () => {
    expect(await sample('echo " 42.5 "')).toMatchObject({ value: 42.5, count: 1 })
    expect(await sample('printf %s "$QUEUE$TOKEN" | wc -c')).toMatchObject({ value: 19 })
    expect(await sample(`test "$(pwd -P)" = "${folder}" && echo 1`)).toMatchObject({ value: 1 })
  })

  it('is what the group of a regular expression finds in any line, with the group volume behind it', async () => {
    const report = 'printf "requests: 5000\\nerrors: 1.5 %%\\n"'
    expect(await sample(report, { match: '^errors: ([0-9.]+)' })).toMatchObject({ value: 1.5, count: 1 })
    const both = 'requests: (?<volume>\\d+)\\s+errors: (?<value>[\\d.]+)'
    expect(await sample(report, { match: both })).toMatchObject({ value: 1.5, count: 5000 })
    expect((await sample(report, { match: '(errors): ' })).error).toContain('let the group of "match" hold digits only')
    expect((await sample(report, { match: 'latency: (\\d+)' })).error).toContain(
      'matches /latency: (\\d+)/ (it begins with "requests: 5000"); change "match" or what is printed.',
    )
  })

  it('is a place in the JSON it prints', async () => {
    const print = `echo '{"queue":{"depth":12,"seen":900}}'`
    expect(await sample(print, { json: 'queue.depth', volume: 'queue.seen' })).toMatchObject({ value: 12, count: 900 })
    expect((await sample('echo twelve', { json: 'depth' })).error).toContain('is not JSON; print JSON, or use "match"')
    expect((await sample('echo twelve')).error).toContain(
      'is "twelve" where a number is needed; print the number alone',
    )
    expect((await sample('echo 3', {}, 50)).reason).toContain('min-volume 50 is never met; add a "volume" path')
  })

  it('is an error of the source, in its own last words, when the command fails', async () => {
    expect((await sample('echo 1; echo "no route to the database" >&2; exit 3')).error).toBe(
      'The command of metric "error-rate" ended with exit code 3: no route to the database',
    )
    expect((await sample('kill -9 $$')).error).toContain('ended with SIGKILL')
    expect((await sample('no-such-program')).error).toContain('ended with exit code 127')
    expect((await sample('head -c 2000000 /dev/zero')).error).toContain('printed more than 1 MiB')
  })

  it('kills a command that does not end in time together with what it started', async () => {
    const run = `sleep 300 & echo $! > child.pid; trap '' TERM; sleep 300`
    const { error } = await sample(run, { timeoutMs: 500 })
    expect(error).toContain('did not end within 500 ms and was killed')
    const pid = Number(readFileSync(join(folder, 'child.pid'), 'utf8'))
    await until(() => !isAlive(pid), 'the end of what the command started')
  })

  it('does not wait for what a command leaves behind with its output open, and ends that too', async () => {
    const reading = await sample('sleep 300 & echo $! > left.pid; cat left.pid')
    expect(reading.value).toBeGreaterThan(1)
    await until(() => !isAlive(reading.value!), 'the end of what was left behind')
  })

  it('gives up on a regular expression that would hold the cockpit up', async () => {
    const { error } = await sample('echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab', { match: '^(a+)+$' })
    expect(error).toContain('took longer than 100 ms; make the expression simpler')
  })

  it('does not outlive the cockpit that wanted its answer', async () => {
    const module = new URL('../../../../main/adapters/processes/run-briefly.ts', import.meta.url).href
    const command = 'sleep 300 & echo $! > orphan.pid; wait'
    const brief = { command, cwd: folder, env: { PATH: process.env.PATH }, timeoutMs: 300_000, keepBytes: 10 }
    const cockpit = spawn(process.execPath, [
      '--input-type=module',
      '-e',
      `const { runBriefly } = await import('${module}'); await runBriefly(${JSON.stringify(brief)})`,
    ])
    const file = join(folder, 'orphan.pid')
    const pid = await until(() => (existsSync(file) && Number(readFileSync(file, 'utf8'))) || undefined, 'the command')
    cockpit.kill('SIGKILL')
    await until(() => !isAlive(pid), 'the end of what it started')
  })

  it('ends a command that still runs when nobody wants the metric any more', async () => {
    const metric = open('echo $$ > asked.pid; exec sleep 300')
    const answer = metric.sample()
    const written = () =>
      existsSync(join(folder, 'asked.pid')) && Number(readFileSync(join(folder, 'asked.pid'), 'utf8'))
    const pid = await until(() => written() || undefined, 'the command')
    metric.close()
    expect((await answer).value).toBeNull()
    await until(() => !isAlive(pid), 'its end')
  })
})
