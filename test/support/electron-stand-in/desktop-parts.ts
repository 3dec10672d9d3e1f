/** What the desktop shows outside the window: observed by the test, answered by the test. */
import { EventEmitter } from 'node:events'
import { type Instruction, nextInstruction, observe, onInstruction } from './control.ts'

type MessageBox = { message: string; detail?: string; buttons?: string[] }

export const dialog = {
  async showMessageBox(...args: unknown[]): Promise<{ response: number }> {
    const { message, detail = '', buttons = [] } = args.at(-1) as MessageBox
    const answer = nextInstruction('answer')
    observe({ kind: 'dialog', message, detail, buttons })
    return { response: (await answer).button }
  },
  async showOpenDialog(): Promise<{ canceled: boolean; filePaths: string[] }> {
    const answer = nextInstruction('folder')
    observe({ kind: 'folder-dialog' })
    const { path } = await answer
    return path === undefined ? { canceled: true, filePaths: [] } : { canceled: false, filePaths: [path] }
  },
  showErrorBox: (title: string, content: string): void => observe({ kind: 'error-box', title, content }),
}

export class Notification extends EventEmitter {
  readonly #options: { title: string; body: string }
  constructor(options: { title: string; body: string }) {
    super()
    this.#options = options
  }
  static isSupported(): boolean {
    return true
  }
  show(): void {
    observe({ kind: 'notification', title: this.#options.title, body: this.#options.body })
    onInstruction((instruction) => {
      if (instruction.kind !== 'click-notification') return
      if (instruction.action === undefined) this.emit('click')
      else this.emit('action', { actionIndex: instruction.action })
    })
  }
}

let lastBlocker = 0
export const powerSaveBlocker = {
  start(_type: string): number {
    observe({ kind: 'power', awake: true })
    return ++lastBlocker
  },
  stop(_id: number): void {
    observe({ kind: 'power', awake: false })
  },
}

export const powerMonitor = new EventEmitter()
onInstruction((instruction) => {
  if (instruction.kind === 'power-event') powerMonitor.emit(instruction.event)
})

export const screen = {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
}

type MenuItem = { label?: string; submenu?: MenuItem[]; click?: () => void }

const flat = (items: MenuItem[]): MenuItem[] => items.flatMap((item) => [item, ...flat(item.submenu ?? [])])

export const Menu = {
  buildFromTemplate: (items: MenuItem[]) => items,
  setApplicationMenu(items: MenuItem[]): void {
    observe({ kind: 'menu', labels: flat(items).flatMap(({ label }) => label ?? []) })
    onInstruction((instruction: Instruction) => {
      if (instruction.kind === 'menu')
        flat(items)
          .find(({ label }) => label === instruction.label)
          ?.click?.()
    })
  },
}
