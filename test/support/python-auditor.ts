/** An auditor with Python alone: one process that unpacks archives and verifies folders with `resources/verify.py`, as often as asked. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const DRIVER = `
import json, sys, zipfile
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import verify
for line in sys.stdin:
    what, path, to = json.loads(line)
    if what == "unpack":
        zipfile.ZipFile(path).extractall(to)
        print("null", flush=True)
    else:
        print(json.dumps(verify.verify(path, to and (to["size"], to["head"]))), flush=True)
`

export type PythonReport = { verdict: string; code: number; firstBadSeq: number | null; reason: string }

export class PythonAuditor {
  private readonly child: ChildProcess
  private readonly lines: AsyncIterator<string>

  constructor() {
    const folder = join(import.meta.dirname, '..', '..', 'resources')
    this.child = spawn('python3', ['-c', DRIVER, folder], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.lines = createInterface({ input: this.child.stdout! })[Symbol.asyncIterator]()
  }

  private async ask(question: unknown): Promise<unknown> {
    this.child.stdin!.write(`${JSON.stringify(question)}\n`)
    const { value, done } = await this.lines.next()
    if (done) throw new Error('Python ended: see what it said above.')
    return JSON.parse(value)
  }

  unpack = (zip: string, to: string) => this.ask(['unpack', zip, to])

  verify = (path: string, anchor: { size: number; head: string } | null = null) =>
    this.ask(['verify', path, anchor]) as Promise<PythonReport>

  async close(): Promise<void> {
    const ended = once(this.child, 'exit')
    this.child.stdin!.end()
    await ended
  }
}
