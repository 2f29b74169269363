/** An answer of the platform that was not a success, or none at all. `message` has words for the owner. */
export class ApiError extends Error {
  /** 0 when no answer came. */
  readonly status: number
  readonly code: string
  readonly field: string | undefined
  /** Seconds to wait before the next try. */
  readonly retryAfterSeconds: number | undefined

  constructor(
    message: string,
    details: { status: number; code: string; field?: string; retryAfterSeconds?: number; cause?: unknown },
  ) {
    super(message, { cause: details.cause })
    this.name = 'ApiError'
    this.status = details.status
    this.code = details.code
    this.field = details.field
    this.retryAfterSeconds = details.retryAfterSeconds
  }
}
