import { powerMonitor } from 'electron'
import type { Log } from '../app/index.ts'

/** What the machine does goes into the program's own log. What it means for a run the engine sees by its clock and records as a gap (docs/sleep-and-gaps.md). */
export const logPower = (log: Log): void => {
  powerMonitor.on('suspend', () => log('info', 'the machine goes to sleep'))
  powerMonitor.on('resume', () => log('info', 'the machine is awake again'))
  powerMonitor.on('shutdown', () => log('info', 'the machine shuts down'))
}
