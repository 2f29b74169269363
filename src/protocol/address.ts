import * as v from 'valibot'

/** `GET /api/address`: where Bloby can be reached. */
export const addressAnswer = v.object({
  /** On its own computer. */
  local: v.string(),
  /** Where its network reaches it, or could; null when it is in none. */
  network: v.nullable(v.string()),
  /** Whether it answers other devices of the network at all. */
  isOpen: v.boolean(),
  /** The network's address as a QR code, an SVG; null when no other device could open it. */
  qr: v.nullable(v.string()),
})
export type AddressAnswer = v.InferOutput<typeof addressAnswer>
