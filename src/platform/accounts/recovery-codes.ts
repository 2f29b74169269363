import { createHash, randomBytes } from 'node:crypto'

const howMany = 10
/** Crockford's base32: no letter that is taken for a digit. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const length = 16
const groups = /.{4}(?=.)/g

/**
 * Ten codes for the day on which the authenticator app is lost, each of 80 random bits: `7K2M-9QWX-0ABC-DE3F`. With so many a plain
 * hash is as good as a slow one.
 */
export function createRecoveryCodes(): string[] {
  return Array.from({ length: howMany }, () =>
    Array.from(randomBytes(length), (byte) => letters[byte % letters.length])
      .join('')
      .replaceAll(groups, '$&-'),
  )
}

/** What we keep of a code: SHA-256 as hex of it, however it was typed. */
export function hashRecoveryCode(code: string): string {
  const plain = code
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
  return createHash('sha256').update(plain).digest('hex')
}
