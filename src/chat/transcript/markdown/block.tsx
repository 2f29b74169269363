import type { MarkedToken, Token, Tokens } from 'marked'
import { memo, type ReactNode } from 'react'
import { texts } from '../../texts.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { CodeBlock } from './code-block.tsx'
import { inlineOf } from './inline.tsx'

/** One block of markdown. It is drawn again only when its token is another object. */
export const Block = memo(function Block({ token }: { token: Token }) {
  return blockOf(token as MarkedToken)
})

export function Blocks({ tokens }: { tokens: readonly Token[] }) {
  return tokens.map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no names, and are only appended to
    <Block key={index} token={token} />
  ))
}

const groupSize = 8

/** The blocks of a long text, in groups: while it grows, only the last group is looked at again. */
export function GroupedBlocks({ tokens }: { tokens: readonly Token[] }) {
  return Array.from({ length: Math.ceil(tokens.length / groupSize) }, (_, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: groups are their place
    <Group key={index} tokens={tokens.slice(index * groupSize, (index + 1) * groupSize)} />
  ))
}

const Group = memo(
  Blocks,
  ({ tokens: before }, { tokens: now }) =>
    before.length === now.length && before.every((token, index) => token === now[index]),
)

function blockOf(token: MarkedToken): ReactNode {
  switch (token.type) {
    case 'space':
    case 'def':
      return null
    case 'heading': {
      // Agents begin with any level and skip some; an outline that jumps is worse than a flat one.
      const Heading = `h${Math.min(6, token.depth)}` as 'h1'
      return <Heading aria-level={2}>{inlineOf(token.tokens)}</Heading>
    }
    case 'paragraph':
      return <p>{inlineOf(token.tokens)}</p>
    case 'text':
      return token.tokens ? inlineOf(token.tokens) : token.text
    case 'code':
      return (
        <CodeBlock
          code={token.text}
          language={(token.lang ?? '').split(/\s/)[0] ?? ''}
          isClosed={/\n {0,3}(`{3,}|~{3,})\s*$/.test(token.raw)}
        />
      )
    case 'blockquote':
      return (
        <blockquote dir="auto">
          <Blocks tokens={token.tokens} />
        </blockquote>
      )
    case 'list':
      return <List token={token} />
    case 'table':
      return <Table token={token} />
    case 'hr':
      return <hr />
    case 'html':
      return <p className="whitespace-pre-wrap">{token.raw.trim()}</p>
    default:
      return inlineOf([token])
  }
}

function List({ token }: { token: Tokens.List }) {
  const items = token.items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: items have no names, and are only appended to
    <li key={index} className={item.task ? 'task' : undefined}>
      <Blocks tokens={item.tokens} />
    </li>
  ))
  if (!token.ordered) return <ul dir="auto">{items}</ul>
  return (
    <ol dir="auto" {...(typeof token.start === 'number' && token.start !== 1 && { start: token.start })}>
      {items}
    </ol>
  )
}

function Table({ token }: { token: Tokens.Table }) {
  const styleOf = (index: number) => ({ textAlign: token.align[index] ?? ('left' as const) })
  return (
    <ScrollRegion label={texts.transcript.tableLabel} className="overflow-x-auto">
      <table>
        <thead>
          <tr>
            {token.header.map((cell, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns are their place
              <th key={column} scope="col" style={styleOf(column)}>
                {inlineOf(cell.tokens)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {token.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no names, and are only appended to
            <tr key={index}>
              {row.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns are their place
                <td key={column} style={styleOf(column)}>
                  {inlineOf(cell.tokens)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
