import { Component, type ReactNode } from 'react'

/** Keeps a failure in one place from taking the rest of the page down. `resetKey`: a change of it tries again. */
export class ErrorBoundary extends Component<
  { fallback: ReactNode; resetKey?: unknown; children: ReactNode },
  { failedFor: unknown; hasFailed: boolean }
> {
  override state = { failedFor: undefined as unknown, hasFailed: false }

  static getDerivedStateFromError() {
    return { hasFailed: true }
  }

  override componentDidCatch(error: unknown) {
    console.error(error)
    this.setState({ failedFor: this.props.resetKey })
  }

  override componentDidUpdate() {
    if (this.state.hasFailed && this.state.failedFor !== this.props.resetKey)
      this.setState({ hasFailed: false, failedFor: undefined })
  }

  override render() {
    return this.state.hasFailed ? this.props.fallback : this.props.children
  }
}
