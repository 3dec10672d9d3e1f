import { Component, type ReactNode } from 'react'
import { Mark } from './mark.tsx'

type Props = {
  /** What is inside, as the sentence names it. */
  what: string
  /** A change of it tries again by itself. */
  resetKey?: unknown
  children: ReactNode
}
type State = { error?: Error }

/**
 * Keeps a fault of one part of the window to that part: the rest, the rollback control above all, stays usable. React offers this to classes only
 * (react.dev, "Catching rendering errors with an error boundary").
 */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = {}

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override componentDidUpdate({ resetKey }: Props): void {
    if (this.state.error && resetKey !== this.props.resetKey) this.setState({ error: undefined })
  }

  override render(): ReactNode {
    const { error } = this.state
    if (!error) return this.props.children
    return (
      <div className="broken" role="alert">
        <p className="broken-title">
          <Mark name="warning-line" /> {this.props.what} cannot be shown.
        </p>
        <p>
          That is a fault of the cockpit, not of your release. What runs goes on and is recorded; nothing was stopped.
          The same is in the terminal: <code>cockpit attach</code>, <code>cockpit rollback</code>.
        </p>
        <p className="mono small t2">{error.message}</p>
        <p className="broken-acts">
          <button type="button" className="btn" onClick={() => this.setState({ error: undefined })}>
            Show it again
          </button>
          <button type="button" className="btn" onClick={() => location.reload()}>
            Load the window anew
          </button>
          <button type="button" className="btn" onClick={() => void navigator.clipboard?.writeText(`${error.stack}`)}>
            Copy the fault
          </button>
        </p>
      </div>
    )
  }
}
