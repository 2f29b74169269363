import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

// One of the equal settings that OWASP's password storage cheat sheet gives for scrypt; it needs 32 MB for a moment.
const settings: ScryptOptions = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 }
const saltBytes = 16
const hashBytes = 64

/** The password as `salt:hash`, both hex. Computed off the event loop. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes)
  const hash = await derive(password, salt)
  return `${salt.toString('hex')}:${hash.toString('hex')}`
}

/** Whether it is the password behind `stored`. Without a stored one it is not, and the answer takes as long. */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [salt = '', hash = ''] = stored?.split(':') ?? []
  const expected = Buffer.from(hash, 'hex')
  const actual = await derive(password, Buffer.from(salt, 'hex'))
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

function derive(password: string, salt: Buffer): Promise<Buffer> {
  // Keyboards differ in how they compose accented letters; the same password has to be the same bytes.
  const bytes = password.normalize('NFC')
  return new Promise((resolve, reject) => {
    scrypt(bytes, salt, hashBytes, settings, (error, hash) => (error ? reject(error) : resolve(hash)))
  })
}
