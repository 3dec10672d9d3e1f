import type { AttemptId } from '../../../shared/ids.ts'
import { AttemptImport, type ImportTools } from './attempt-import.ts'
import type { FromWorker, ToWorker } from './messages.ts'
import { OutputMissing } from './segment.ts'
import { SpoolLost } from './spool.ts'

export const pollMs = 25
const retryMs = 500
/** Shorter than a poll, so that each tells where it got to; how many a client is sent is up to its feed. */
const headEveryMs = 20

type Task = {
  run: AttemptImport
  /** A failure that trying again does not mend: the rest of the spool is lost, or nothing can be stored. */
  hopeless: 'spool' | 'store' | undefined
  retryAtMs: number
  lastSentence: string
  postedBytes: number
  postedAtMs: number
}

function hopelessness(error: unknown): Task['hopeless'] {
  if (error instanceof SpoolLost) return 'spool'
  return error instanceof OutputMissing ? 'store' : undefined
}

/** Imports all followed attempts in turns of one buffer each; polls when there is nothing to do, sleeps when nothing is followed. */
export class ImportLoop {
  readonly #tasks = new Map<AttemptId, Task>()
  readonly #tools: ImportTools
  readonly #post: (message: FromWorker) => void
  #cancel: (() => void) | undefined

  constructor(tools: ImportTools, post: (message: FromWorker) => void) {
    this.#tools = tools
    this.#post = post
  }

  receive(message: Exclude<ToWorker, { kind: 'close' }>): void {
    if (message.kind === 'follow') this.#follow(new AttemptImport(message.job, this.#tools))
    else this.#finish(message.attempt, message.isHeld)
    this.#schedule(0)
  }

  close(): void {
    this.#cancel?.()
    for (const { run } of this.#tasks.values()) run.reset()
    this.#tasks.clear()
  }

  #follow(run: AttemptImport): void {
    if (this.#tasks.has(run.job.attempt)) return
    const task = { run, hopeless: undefined, retryAtMs: 0, lastSentence: '', postedBytes: 0, postedAtMs: 0 }
    this.#tasks.set(run.job.attempt, task)
  }

  #finish(attempt: AttemptId, isHeld: boolean): void {
    const task = this.#tasks.get(attempt)
    if (task) task.run.finish(isHeld)
    else this.#post({ kind: 'failed', attempt, sentence: `The output of ${attempt} is not being imported.` })
  }

  #schedule(ms: number): void {
    this.#cancel?.()
    this.#cancel = undefined
    if (this.#tasks.size === 0) return
    if (ms === 0) {
      const handle = setImmediate(() => this.#turn())
      this.#cancel = () => clearImmediate(handle)
    } else {
      const handle = setTimeout(() => this.#turn(), ms)
      this.#cancel = () => clearTimeout(handle)
    }
  }

  #turn(): void {
    let isMoreWaiting = false
    for (const task of this.#tasks.values()) isMoreWaiting = this.#step(task) || isMoreWaiting
    this.#schedule(isMoreWaiting ? 0 : pollMs)
  }

  /** True when the task wants another turn at once. */
  #step(task: Task): boolean {
    const nowMs = this.#tools.nowMs()
    if (nowMs < task.retryAtMs) return false
    let isMoreWaiting = false
    try {
      isMoreWaiting = this.#attend(task)
      if (!task.hopeless) task.lastSentence = ''
    } catch (error) {
      this.#failed(task, error)
    }
    this.#report(task, nowMs)
    return isMoreWaiting
  }

  #attend({ run, hopeless }: Task): boolean {
    if (!hopeless) return run.pass()
    if (run.isFinishing && hopeless === 'spool') run.giveUp()
    return false
  }

  /** Disk and database may recover: say it once and try again from what is committed. */
  #failed(task: Task, error: unknown): void {
    const sentence = error instanceof Error ? error.message : String(error)
    if (sentence !== task.lastSentence) this.#post({ kind: 'error', attempt: task.run.job.attempt, sentence })
    task.lastSentence = sentence
    task.hopeless = hopelessness(error)
    if (task.hopeless) return
    task.run.reset()
    task.retryAtMs = this.#tools.nowMs() + retryMs
  }

  #report(task: Task, nowMs: number): void {
    const { run } = task
    for (const sealed of run.takeSealed()) this.#post({ kind: 'sealed', sealed })
    const sentence = run.takeWarning()
    if (sentence) this.#post({ kind: 'error', attempt: run.job.attempt, sentence })
    if (run.isDone) this.#end(task)
    else if (run.isFinishing && task.hopeless === 'store') this.#abandon(task)
    else this.#postHead(task, nowMs)
  }

  #postHead(task: Task, nowMs: number): void {
    const head = task.run.head()
    if (!head || head.bytes === task.postedBytes || nowMs - task.postedAtMs < headEveryMs) return
    this.#post({ kind: 'head', head })
    task.postedBytes = head.bytes
    task.postedAtMs = nowMs
  }

  #abandon({ run, lastSentence }: Task): void {
    this.#tasks.delete(run.job.attempt)
    this.#post({ kind: 'failed', attempt: run.job.attempt, sentence: lastSentence })
    run.reset()
  }

  #end({ run }: Task): void {
    const { attempt } = run.job
    this.#tasks.delete(attempt)
    this.#post({ kind: 'finished', attempt, result: run.result() })
    run.reset()
  }
}
