import type { ReleaseState, RunState } from '../../../shared/domain/state.ts'
import type { AttemptId } from '../../../shared/ids.ts'

/** What stands below an open step that holds: gates and judges, as pushed. */
export type Holding = ReadonlyMap<AttemptId, readonly string[]>

/** How a terminal shows a run while it goes on. */
export interface RunView {
  /** A line of its own: a step that began or ended, a note, a breach. */
  line(text: string): void
  /** Output of a step, exactly as stored. */
  output(bytes: Uint8Array): void
  /** Called after every change and about four times a second. */
  update(state: ReleaseState, run: RunState, nowMs: number, holding?: Holding): void
  /** Lets a question be asked below what is shown. */
  ask(question: string): Promise<string>
  /** The same for what must not be seen, where there is a keyboard. */
  askHidden?: (question: string) => Promise<string>
  /** Leaves the terminal to somebody else until the work is done. */
  away<T>(work: () => Promise<T>): Promise<T>
  close(): void
}
