/** Electron's events are cancelled by `preventDefault`. */
export class CancellableEvent {
  defaultPrevented = false
  preventDefault(): void {
    this.defaultPrevented = true
  }
}

export const cancellable = <Extra extends object>(extra: Extra): CancellableEvent & Extra =>
  Object.assign(new CancellableEvent(), extra)
