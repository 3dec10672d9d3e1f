import { EventEmitter } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { closeBrowser } from './browser.ts'
import { observe, onInstruction } from './control.ts'
import { CancellableEvent } from './event.ts'
import { takeInstanceLock } from './instance-lock.ts'
import { profileFolder } from './settings.ts'
import { windows } from './windows.ts'

class App extends EventEmitter {
  readonly isPackaged = false
  #quitting = false

  async whenReady(): Promise<void> {
    await setImmediate()
  }
  enableSandbox(): void {}
  getPath(_name: 'userData'): string {
    return profileFolder
  }
  setBadgeCount(count: number): boolean {
    observe({ kind: 'badge', count })
    return true
  }
  requestSingleInstanceLock(): boolean {
    return takeInstanceLock((argv, cwd) => this.emit('second-instance', new CancellableEvent(), argv, cwd))
  }
  quit(): void {
    if (this.#quitting) this.#finish()
    else void this.#quit()
  }
  async #quit(): Promise<void> {
    this.#quitting = true
    this.emit('before-quit', new CancellableEvent())
    for (const window of [...windows]) await window.tryClose()
    if (windows.size > 0) this.#quitting = false
    else this.#finish()
  }
  #finish(): void {
    const event = new CancellableEvent()
    this.emit('will-quit', event)
    if (!event.defaultPrevented) this.exit(0)
  }
  exit(code: number): void {
    void closeBrowser().finally(() => process.exit(code))
  }
}

export const app = new App()
onInstruction((instruction) => {
  if (instruction.kind === 'open-file') app.emit('open-file', new CancellableEvent(), instruction.path)
})
process.on('SIGTERM', () => app.quit())
