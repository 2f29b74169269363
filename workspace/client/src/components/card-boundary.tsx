import { Component, type ReactNode } from 'react'
import { Card } from './card.tsx'

/** Keeps the error of one card in its own place. */
export class CardBoundary extends Component<{ name: string; children: ReactNode }, { error: string | null }> {
  override state: { error: string | null } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error.message : String(error) }
  }

  override render() {
    const { error } = this.state
    if (error === null) return this.props.children
    return (
      <Card title={this.props.name} aside="failed">
        <p className="text-text-2">This card does not work.</p>
        <p className="mt-1 font-mono text-label text-danger">{error}</p>
      </Card>
    )
  }
}
