import type { Deed } from '../bench.ts'
import { type Accent, colourNames, readAccent } from '../wishes/accent.ts'
import { cannot, missing, unknownPlace } from './cannot.ts'

const path = 'client/src/theme.css'

/** Changes the accent: the two numbers at the top of theme.css. */
export const recolour: Deed<'recolour'> = async ({ hands }, { colour }) => {
  const accent = readAccent(colour)
  if (!accent)
    throw cannot(
      `I do not know the colour “${colour}”. I know ${colourNames.slice(0, 12).join(', ')} and more, and codes such as #1f6feb.`,
    )
  const text = await hands.look(path)
  if (text === null) throw missing(path)
  const after = withAccent(text, accent)
  if (after === undefined) throw unknownPlace(path)
  const name = colour === 'original' ? 'the green it came with' : colour
  if (after === text) return `The accent is already ${name}.`
  await hands.edit([{ path, after }])
  const grey =
    accent.chroma === 0 && !/^gr[ae]y$/.test(colour)
      ? ' As an accent it is a grey, so that it can be seen in both themes.'
      : ''
  return `The accent is now ${name}, in a light and a dark shade that keep text readable.${grey}`
}

function withAccent(text: string, { hue, chroma }: Accent): string | undefined {
  const places = [/(--accent-hue:\s*)[\d.]+(?=\s*;)/g, /(--accent-chroma:\s*)[\d.]+(?=\s*;)/g]
  if (places.some((place) => text.match(place)?.length !== 1)) return undefined
  return places.reduce((css, place, index) => css.replace(place, `$1${[hue, chroma][index]}`), text)
}
