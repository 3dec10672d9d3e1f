/** The line to the test that launched the app: what the desktop would have shown goes out, answers for dialogs come in. */
export type Observation =
  | { kind: 'notification'; title: string; body: string }
  | { kind: 'progress'; fraction: number }
  | { kind: 'badge'; count: number }
  | { kind: 'bounds'; x?: number; y?: number; width?: number; height?: number }
  | { kind: 'power'; awake: boolean }
  | { kind: 'dialog'; message: string; detail: string; buttons: string[] }
  | { kind: 'folder-dialog' }
  | { kind: 'error-box'; title: string; content: string }
  | { kind: 'menu'; labels: string[] }
  | {
      kind: 'permission'
      /** Empty for the default session. */
      partition: string
      asked: 'request' | 'check' | 'device'
      permission: string
      granted: boolean
    }
  | { kind: 'window'; preferences: Record<string, unknown> }
  | { kind: 'webview'; isPrevented: boolean }
  | { kind: 'debugging'; port: number }

/** What the test tells the stand-in. */
export type Instruction =
  | { kind: 'answer'; button: number }
  | { kind: 'folder'; path: string | undefined }
  | { kind: 'close-window' }
  | { kind: 'crash-page' }
  | { kind: 'attach-webview' }
  /** As macOS hands over a file that was opened. */
  | { kind: 'open-file'; path: string }
  | { kind: 'power-event'; event: 'suspend' | 'resume' | 'shutdown' }
  | { kind: 'click-notification'; action?: number }
  | { kind: 'menu'; label: string }

const listeners = new Set<(instruction: Instruction) => void>()

process.on('message', (instruction: Instruction) => {
  for (const listener of listeners) listener(instruction)
})
process.channel?.unref()

export const observe = (observation: Observation): void => void process.send?.(observation)

export const onInstruction = (listener: (instruction: Instruction) => void): void => void listeners.add(listener)

/** The next instruction of a kind: dialogs stay open until the test answers. */
export const nextInstruction = <Kind extends Instruction['kind']>(
  kind: Kind,
): Promise<Extract<Instruction, { kind: Kind }>> =>
  new Promise((resolve) => {
    const take = (instruction: Instruction) => {
      if (instruction.kind !== kind) return
      listeners.delete(take)
      resolve(instruction as Extract<Instruction, { kind: Kind }>)
    }
    listeners.add(take)
  })
