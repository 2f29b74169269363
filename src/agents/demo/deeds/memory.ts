import type { Deed } from '../bench.ts'
import { cannot } from './cannot.ts'

const ownerPath = 'MYHUMAN.md'
const worldPath = 'MEMORY.md'
const item = /^\s*[-*+]\s+\S/

/** Writes a fact about the owner down, in the owner's words and with the date, in MYHUMAN.md. */
export const remember: Deed<'remember'> = async ({ hands, now }, { fact }) => {
  const words = fact.replace(/\s+/g, ' ')
  const text = (await hands.look(ownerPath)) ?? '# What I know of my owner\n'
  if (text.split('\n').some((line) => item.test(line) && line.includes(`"${words}"`)))
    return `I know that already: “${words}”.`
  const lines = text.trimEnd().split('\n')
  const isAfterItem = item.test(lines.at(-1) ?? '')
  const day = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`
  const after = [...lines, ...(isAfterItem ? [] : ['']), `- "${words}" (said on ${day})`, ''].join('\n')
  await hands.edit([{ path: ownerPath, after }])
  return `I will remember: “${words}”. It is in \`${ownerPath}\`, where you can change it.`
}

/** Takes one fact out of the memory files, when the words point to exactly one. */
export const forget: Deed<'forget'> = async ({ hands }, { fact }) => {
  const wanted = significant(fact)
  const isAll = /^(?:everything|all|it all)\b/i.test(fact)
  if (isAll || wanted.length === 0)
    throw cannot('I forget one thing at a time. Say which, or ask “what do you know about me?” to see them.')
  const found: { path: string; text: string; line: string }[] = []
  for (const path of [ownerPath, worldPath]) {
    const text = (await hands.look(path)) ?? ''
    for (const line of text.split('\n'))
      if (item.test(line) && wanted.every((word) => significant(line).includes(word)))
        found.push({ path, text, line })
  }
  const [first] = found
  if (!first) return `I know nothing about “${fact}”, so there is nothing to forget.`
  if (found.length > 1)
    throw cannot(
      `Several things fit “${fact}”. Which one?\n\n${found.map(({ line }) => line.trim()).join('\n')}`,
    )
  const lines = first.text.split('\n')
  await hands.edit([{ path: first.path, after: lines.toSpliced(lines.indexOf(first.line), 1).join('\n') }])
  return `Forgotten: ${first.line.replace(/^\s*[-*+]\s+/, '')}`
}

/** Shows what the memory files hold. */
export const showMemory: Deed<'show-memory'> = async ({ hands }) => {
  const ofOwner = itemsOf(await hands.read(ownerPath))
  const ofWorld = itemsOf(await hands.read(worldPath))
  if (ofOwner.length + ofWorld.length === 0)
    return 'I know nothing about you yet. Say “remember that …” and I write it down in `MYHUMAN.md`.'
  const list = (title: string, items: string[]) =>
    items.length === 0 ? [] : [`${title}\n\n${items.join('\n')}`]
  return [...list('What I know of you:', ofOwner), ...list('What else I know:', ofWorld)].join('\n\n')
}

function itemsOf(text: string | null): string[] {
  return (text ?? '').split('\n').flatMap((line) => (item.test(line) ? [line.replace(/^\s*[-*+]/, '-')] : []))
}

const small = new Set([
  'the',
  'that',
  'and',
  'about',
  'what',
  'said',
  'this',
  'have',
  'has',
  'are',
  'was',
  'you',
  'fact',
])

function significant(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return words.filter((word) => word.length > 2 && !small.has(word))
}
