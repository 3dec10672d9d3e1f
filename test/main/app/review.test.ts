/** What a review says of files, with the machine's own shells and git. */
import { execFileSync } from 'node:child_process'
import dns from 'node:dns'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { fixText, writeNewFile } from '../../../main/app/review-fixes.ts'
import { review } from '../../../main/app/review-folder.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cockpit-review-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const FENCE = '```'
const block = (script: string, info = 'bash') => `${FENCE}${info}\n${script}\n${FENCE}\n`
const write = (text: string): string => {
  const file = join(folder, 'runbook.md')
  writeFileSync(file, text)
  return file
}
const said = async (text: string, code: string) =>
  (await review(write(text))).findings.flatMap((each) => (each.code === code ? [`${each.line}: ${each.message}`] : []))

describe('A review of a runbook by itself', () => {
  test('has the shells read each block without running it, and points at the line', async () => {
    const text = `# Production\n\n${block(`touch ${folder}/ran\nif true; then`)}\n${block('echo "fine"', 'sh')}`
    expect(await said(text, 'shell-syntax')).toEqual([
      expect.stringMatching(/^[56]: bash -n: syntax error: unexpected end of file\./),
    ])
    expect(() => readFileSync(join(folder, 'ran'))).toThrow()
    expect(await said(`# Production\n\n${block('case x in', 'sh')}`, 'shell-syntax')).toHaveLength(1)
  })

  test('names programs and scripts that are not there, once, and not what the block defines itself', async () => {
    mkdirSync(join(folder, 'bin'))
    writeFileSync(join(folder, 'bin', 'there.sh'), '')
    const script =
      'no-such-program-here\nhelper() { ls; }\nhelper\n./bin/there.sh\n./bin/gone.sh\n"$HOME"/x\nno-such-program-here'
    const { findings } = await review(write(`# Production\n\n${block(script)}`))
    const missing = findings.filter(({ code }) => code.startsWith('missing-'))
    expect(missing.map(({ code, line }) => `${line} ${code}`)).toEqual(['4 missing-program', '8 missing-script'])
    const remote = await review(write(`# Production\n\n${block('no-such-program-here', 'bash {runner=ssh:host}')}`))
    expect(remote.findings.filter(({ code }) => code === 'missing-program')).toEqual([])
  })

  test('finds links to headings and files that are not there, outside code', async () => {
    const text = `# Ship it (now)\n\nSee [a](#ship-it-now), [b](#ship), [c](plan.md), [d](https://example.com/x), \`[e](gone.md)\`.\n\n${block('echo "[f](gone.md)"')}\n[g]: runbook.md\n`
    expect(await said(text, 'dead-link')).toEqual([
      expect.stringContaining('3: "#ship" leads to no heading'),
      '3: "plan.md" leads to a file that is not there.',
    ])
  })

  test.each([
    ['as it is', (text: string) => text],
    ['with the line ends of Windows', (text: string) => text.replaceAll('\n', '\r\n')],
    ['without a last newline', (text: string) => text.trimEnd()],
  ])('%s, makes a patch that git applies and that mends what it says', async (_, form) => {
    const text = form(
      `# Production\n\n${block('psql -f a.sql\nrm -rf /srv/cache')}\n- then:\n\n  ${FENCE}sh {"name":"get"}\n  apt-get install jq\n  ${FENCE}\n`,
    )
    const file = write(text)
    execFileSync('git', ['init', '-q', folder])
    const { text: patch } = fixText('patch', file, await review(file))
    expect(readFileSync(file, 'utf8')).toBe(text)
    writeNewFile(join(folder, 'fixes.patch'), patch)
    execFileSync('git', ['apply', 'fixes.patch'], { cwd: folder })
    const codes = (await review(file)).findings.map(({ code }) => code)
    for (const mended of ['psql-goes-on', 'hangs', 'destructive', 'no-timeout']) expect(codes).not.toContain(mended)
    expect(() => writeNewFile(join(folder, 'fixes.patch'), patch)).toThrow('is there already')
  })

  test('changes the word that is meant, of several on a line and behind a prompt, and no fence that would be read otherwise', async () => {
    const listing = '$ echo hi\nhi\n$ apt-get install nginx'
    const marked = 'apt-get -q  install a && echo "install" && git push `x` --force'
    const file = write(
      `# Production\n\n${block('cd /opt/psql && psql -f a.sql')}\n${block(listing, 'console')}\n${block(marked, 'bash {1,3}')}`,
    )
    const reviewed = await review(file)
    const places = reviewed.findings.flatMap((each) => (each.fix?.edits ? [`${each.line}:${each.column}`] : []))
    expect(places).toEqual(['4:17', '10:1', '14:1'])
    const { text, left } = fixText('patch', file, reviewed)
    const added = text.split('\n').filter((line) => line.startsWith('+') && !line.startsWith('+++'))
    expect(added).toEqual([
      '+```bash { timeout=10m }',
      '+cd /opt/psql && psql -v ON_ERROR_STOP=1 -f a.sql',
      '+```console { timeout=10m }',
      '+$ apt-get install -y nginx',
      '+apt-get -q  install -y a && echo "install" && git push `x` --force',
    ])
    expect(left.map(({ code }) => code).toSorted()).toEqual(['destructive', 'no-timeout'])
  })

  test('says as steps: of release.yaml what may not be written into the runbook', async () => {
    const file = write(`# Production\n\n${block('rm -rf /srv/cache', 'bash {name=clean expect=90s}')}`)
    const { text } = fixText('steps', file, await review(file))
    expect(text).toContain('steps:\n  clean:\n')
    expect(text).toContain('timeout: 5m')
    expect(text).toContain('confirm: Really run "rm -rf"?')
  })
})

test('A review of every sample asks nobody over a network', async () => {
  const asked: unknown[] = []
  const connect = vi.spyOn(net.Socket.prototype, 'connect').mockImplementation((...args: unknown[]) => {
    asked.push(args)
    throw new Error('no network here')
  })
  const lookup = vi.spyOn(dns, 'lookup').mockImplementation(((name: string) => asked.push(name)) as never)
  const samples = join(import.meta.dirname, '../../../resources/samples')
  for (const sample of ['parcel-tracker', 'nginx-prometheus', 'kubernetes', 'canary-nginx']) {
    const { isUsable, findings } = await review(join(samples, sample))
    expect(isUsable).toBe(true)
    expect(findings.filter(({ severity, code }) => severity !== 'hint' && code !== 'missing-script')).toEqual([])
  }
  connect.mockRestore()
  lookup.mockRestore()
  expect(asked).toEqual([])
})
