import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits as base64url, which only who carries it keeps. */
export function createToken(): string {
  return randomBytes(32).toString('base64url')
}

/** SHA-256 as hex, which is what we keep: a token is random enough that a slow hash would add nothing. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
