import { expect, test } from 'vitest'
import { type Accent, colourNames, readAccent } from './accent.ts'

test('names and codes give a hue and a chroma', () => {
  expect(readAccent('blue')?.hue).toBeGreaterThan(245)
  expect(readAccent('Dark Blue')).toEqual(readAccent('blue'))
  expect(readAccent('sky blue')).toEqual(readAccent('sky'))
  expect(readAccent('#f80')).toEqual(readAccent('#ff8800'))
  expect(readAccent('#ff0000')?.hue).toBe(29)
  expect(readAccent('grey')).toEqual({ hue: 0, chroma: 0 })
  expect(readAccent('original')).toEqual({ hue: 165, chroma: 0.13 })
  for (const wrong of ['', 'sparkly', '#12', '#ggg', 'constructor', '#12345g'])
    expect(readAccent(wrong)).toBeUndefined()
})

test('every accent keeps text readable on it, in light and dark', () => {
  const codes = Array.from({ length: 72 }, (_, index) => ({ hue: index * 5, chroma: 0.2 }))
  for (const accent of [...colourNames.flatMap((name) => readAccent(name) ?? []), ...codes]) {
    const light = contrast(luminance(0.49, accent), luminance(0.99, { ...accent, chroma: 0.01 }))
    const dark = contrast(luminance(0.78, accent), luminance(0.2, { ...accent, chroma: 0.04 }))
    expect(Math.min(light, dark), `hue ${accent.hue}`).toBeGreaterThan(4.5)
  }
})

/** Relative luminance (WCAG) of an OKLCH colour, cut to what a screen can show. */
function luminance(lightness: number, { hue, chroma }: Accent): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const red = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s
  const green = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s
  const blue = -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s
  const [r, g, bl] = [red, green, blue].map((channel) => Math.min(1, Math.max(0, channel)))
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (bl ?? 0)
}

function contrast(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
}
