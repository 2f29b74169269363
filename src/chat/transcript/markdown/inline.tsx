import Check from 'lucide-react/icons/check'
import type { MarkedToken, Token } from 'marked'
import type { ReactNode } from 'react'
import { texts } from '../../texts.ts'
import { decodeEntities } from './entities.ts'
import { OwnImage } from './own-image.tsx'
import { RemoteImage } from './remote-image.tsx'
import { remoteImage, safeLink } from './safe-url.ts'

/** Inline tokens as elements. What is HTML in the source stays visible text: nothing the agent writes becomes markup. */
export function inlineOf(tokens: readonly Token[] | undefined): ReactNode {
  // Without keys: tokens have no names and are only appended to, and an element around each would double what a growing text costs.
  return tokens?.map((token) => elementOf(token as MarkedToken))
}

function elementOf(token: MarkedToken): ReactNode {
  switch (token.type) {
    case 'text':
      if (token.tokens) return inlineOf(token.tokens)
      return token.escaped ? token.text : decodeEntities(token.text)
    case 'escape':
      return token.text
    case 'strong':
      return <strong>{inlineOf(token.tokens)}</strong>
    case 'em':
      return <em>{inlineOf(token.tokens)}</em>
    case 'del':
      return <del>{inlineOf(token.tokens)}</del>
    case 'codespan':
      return <code>{token.text}</code>
    case 'br':
      return <br />
    case 'checkbox':
      return <Checkbox isChecked={token.checked} />
    case 'link': {
      const href = safeLink(token.autolink ? token.href : decodeEntities(token.href))
      const words = token.autolink ? token.text : inlineOf(token.tokens)
      if (href === undefined) return <>{words}</>
      return (
        <a href={href} target="_blank" rel="noopener noreferrer">
          {words}
        </a>
      )
    }
    case 'image': {
      const href = decodeEntities(token.href)
      const alt = decodeEntities(token.text)
      const image = remoteImage(href)
      return image ? <RemoteImage {...image} alt={alt} /> : <OwnImage path={href} alt={alt} />
    }
    case 'html':
      return /^<br\s*\/?>$/i.test(token.raw.trim()) ? <br /> : token.raw
    default:
      return token.raw
  }
}

function Checkbox({ isChecked }: { isChecked: boolean }) {
  return (
    <span
      role="img"
      aria-label={isChecked ? texts.transcript.done : texts.transcript.notDone}
      className={
        isChecked
          ? 'mr-2 inline-flex size-4 translate-y-0.5 items-center justify-center rounded-[5px] bg-accent text-accent-fg'
          : 'mr-2 inline-flex size-4 translate-y-0.5 rounded-[5px] border border-line-strong'
      }
    >
      {isChecked && <Check size={12} strokeWidth={3} aria-hidden />}
    </span>
  )
}
