/** The accent of the dashboard: a hue in degrees and a chroma, both of OKLCH. Its lightness is the theme's affair. */
export interface Accent {
  hue: number
  chroma: number
}

/** The most that stays readable with the theme's two lightnesses at every hue. */
const maxChroma = 0.2

const named: Record<string, string> = {
  red: '#e5342b',
  crimson: '#c8102e',
  coral: '#ff6f59',
  salmon: '#fa8072',
  orange: '#f2711c',
  amber: '#f5a300',
  gold: '#d4a017',
  yellow: '#f2c800',
  lime: '#8fc31f',
  green: '#1f9d45',
  emerald: '#0f9d6a',
  mint: '#3eb489',
  teal: '#008080',
  turquoise: '#30c5c0',
  cyan: '#00a8c8',
  aqua: '#00a8c8',
  sky: '#38a8e8',
  blue: '#1f6feb',
  navy: '#1a3a8f',
  indigo: '#4b3fd1',
  violet: '#7a3ff2',
  purple: '#8e35c9',
  lavender: '#9f86d6',
  magenta: '#d0219e',
  fuchsia: '#d0219e',
  pink: '#ec5b9a',
  rose: '#e23d6d',
  brown: '#8a5a2b',
  grey: '#808080',
  gray: '#808080',
  black: '#808080',
  white: '#808080',
}

/** What the template came with. */
export const originalAccent: Accent = { hue: 165, chroma: 0.13 }

export const colourNames = Object.keys(named)

/** Reads a colour's name, with or without "dark" or "light", or #hex; undefined when it is neither. */
export function readAccent(colour: string): Accent | undefined {
  const words = colour.trim().toLowerCase()
  if (words === 'original') return originalAccent
  const plain = words.replace(/^(?:(?:dark|light|bright|deep|pale|soft|strong|vivid)[ -])+/, '')
  const name = [plain, plain.replace(/[ -](?:blue|green|red)$/, '')].find((name) =>
    Object.hasOwn(named, name),
  )
  const hex = name === undefined ? words : named[name]
  if (hex === undefined || !/^#(?:[\da-f]{3}|[\da-f]{6})$/.test(hex)) return undefined
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join('') : hex.slice(1)
  const channel = (index: number) => Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16) / 255
  return fromRgb(channel(0), channel(1), channel(2))
}

/** OKLab after Björn Ottosson, https://bottosson.github.io/posts/oklab/; channels from 0 to 1. */
function fromRgb(red: number, green: number, blue: number): Accent {
  const [r, g, b] = [linear(red), linear(green), linear(blue)]
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  const chroma = Math.hypot(a, bb)
  if (chroma < 0.01) return { hue: 0, chroma: 0 }
  const hue = ((Math.atan2(bb, a) * 180) / Math.PI + 360) % 360
  return { hue: Math.round(hue), chroma: Math.min(maxChroma, Math.round(chroma * 100) / 100) }
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
}
