import type { ErrorKind } from '../protocol/api.ts'

/**
 * An error with words for the owner. `kind` is mapped once to an HTTP status and once to a `bot:error`; the message says
 * what to do. Anything else that is thrown is a bug: it is logged, and the owner sees only that something went wrong.
 */
export class AppError extends Error {
  readonly kind: ErrorKind
  /** The field of the request that was wrong. */
  readonly field: string | undefined
  /** Seconds to wait before the next try. */
  readonly retryAfterSeconds: number | undefined

  constructor(
    kind: ErrorKind,
    message: string,
    options: { cause?: unknown; field?: string; retryAfterSeconds?: number } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'AppError'
    this.kind = kind
    this.field = options.field
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}

export const httpStatusOf = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  'rate-limited': 429,
  unavailable: 503,
  internal: 500,
} as const satisfies Record<ErrorKind, number>

/** The error to show for anything thrown: an `AppError` as it is, a full or read-only disk by name, the rest `internal`. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const code = codeOf(error)
  if (code === 'ENOSPC' || /database or disk is full/.test(messageOf(error)))
    return new AppError('unavailable', 'The disk is full. Free some space on this computer and try again.', {
      cause: error,
    })
  if (code === 'EROFS' || /readonly database/.test(messageOf(error)))
    return new AppError(
      'unavailable',
      'Bloby’s folder cannot be written to. Check its permissions and try again.',
      {
        cause: error,
      },
    )
  return new AppError('internal', 'Something went wrong inside Bloby. The log has the details.', {
    cause: error,
  })
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The `code` of a Node error such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
