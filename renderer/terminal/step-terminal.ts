/** A terminal (xterm.js) for one interactive step. It takes keys only while a person has given it the keyboard. */
import '@xterm/xterm/css/xterm.css'
import { FitAddon } from '@xterm/addon-fit'
import { Terminal } from '@xterm/xterm'
import type { Screen } from './terminal-feed.ts'
import { terminalLook } from './terminal-look.ts'

const SCROLLBACK_LINES = 5000

export type StepTerminalEvents = {
  onTyped(bytes: Uint8Array): void
  /** The person pressed Ctrl ]. */
  onLeave(): void
  onFocus(hasFocus: boolean): void
  onSize(size: { columns: number; rows: number }): void
}

export type StepTerminal = Screen & {
  size(): { columns: number; rows: number }
  /**
   * Whether what comes out of it goes to the command. Not while old output is drawn, and not without the keyboard: programs ask terminals questions, and
   * a transcript played back would answer them again.
   */
  setOpen(isOpen: boolean): void
  focus(): void
  /** Takes over colours and type from the tokens. */
  restyle(): void
  selection(): string
  dispose(): void
}

const isLeave = (event: KeyboardEvent) =>
  event.ctrlKey && !event.altKey && (event.key === ']' || event.code === 'BracketRight')

export function createStepTerminal(element: HTMLElement, label: string, events: StepTerminalEvents): StepTerminal {
  const terminal = new Terminal({
    ...terminalLook(element),
    scrollback: SCROLLBACK_LINES,
    screenReaderMode: true,
    disableStdin: true,
    cursorBlink: false,
    cursorInactiveStyle: 'outline',
    /** WCAG AA, whatever a program paints. */
    minimumContrastRatio: 4.5,
  })
  const fit = new FitAddon()
  terminal.loadAddon(fit)
  terminal.open(element)
  const refit = () => {
    // A pane that is not laid out has no size to take.
    if (element.clientWidth > 0 && element.clientHeight > 0) fit.fit()
  }
  refit()
  const observer = new ResizeObserver(refit)
  observer.observe(element)
  const size = () => ({ columns: terminal.cols, rows: terminal.rows })

  const input = terminal.textarea!
  input.setAttribute('aria-label', label)
  input.addEventListener('focus', () => events.onFocus(true))
  input.addEventListener('blur', () => events.onFocus(false))
  const encoder = new TextEncoder()
  terminal.onData((text) => events.onTyped(encoder.encode(text)))
  terminal.onBinary((text) => events.onTyped(Uint8Array.from(text, (character) => character.charCodeAt(0))))
  terminal.onResize(() => events.onSize(size()))
  terminal.attachCustomKeyEventHandler((event) => onKey(event, terminal, events.onLeave))

  const restyle = () => {
    Object.assign(terminal.options, terminalLook(element))
    refit()
  }
  // The cell is measured anew once the font is there.
  void document.fonts.load(`${terminal.options.fontSize}px ${terminal.options.fontFamily}`).then(restyle)

  return {
    write: (bytes) => new Promise((resolve) => terminal.write(bytes, resolve)),
    reset: () => terminal.reset(),
    size,
    setOpen(isOpen) {
      terminal.options.disableStdin = !isOpen
    },
    focus: () => terminal.focus(),
    restyle,
    selection: () => terminal.getSelection(),
    dispose() {
      observer.disconnect()
      terminal.dispose()
    },
  }
}

/** False keeps a key from the command. Ctrl V pastes, as everywhere in a window; Ctrl Shift C copies what is marked. */
function onKey(event: KeyboardEvent, terminal: Terminal, onLeave: () => void): boolean {
  const key = event.key.toLowerCase()
  if (isLeave(event)) {
    event.preventDefault()
    if (event.type === 'keydown') onLeave()
    return false
  }
  if (event.ctrlKey && event.shiftKey && key === 'c') {
    event.preventDefault()
    if (event.type === 'keydown' && terminal.hasSelection())
      void navigator.clipboard.writeText(terminal.getSelection()).catch(() => {})
    return false
  }
  return !(event.ctrlKey && !event.altKey && key === 'v')
}
