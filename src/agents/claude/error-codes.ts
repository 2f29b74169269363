/**
 * What can go wrong between the Claude engine and its provider. The `code` of a notice in a turn and of a connection test's
 * answer is one of these.
 */
export const errorCodes = [
  /** No key or login was given, and the provider wants one. */
  'no-key',
  /** The provider does not accept the key. */
  'bad-key',
  /** The owner's own login in the `claude` program is gone or has run out. */
  'login-expired',
  /** The key is good, but may not do this. */
  'not-allowed',
  'no-credit',
  'rate-limit',
  'overloaded',
  'model-not-found',
  /** The server can't be reached: no network, nobody listening, an unknown host. */
  'unreachable',
  'context-too-long',
  /** The provider refused to answer for reasons of its rules. */
  'refused',
  /** The budget that the owner set for one turn is used up. */
  'budget',
  /** The turn had as many model calls as one turn may have. */
  'step-limit',
  /** The provider took the request for a wrong one. */
  'bad-request',
  /** The provider answered with an error of its own, or with something that makes no sense. */
  'provider-error',
  /** Commands can't be fenced in on this computer. */
  'sandbox-missing',
  /** The earlier session is not there any more. */
  'session-lost',
  /** The engine's program can't be started, broke or was killed. */
  'engine-failed',
] as const
export type ClaudeErrorCode = (typeof errorCodes)[number]
