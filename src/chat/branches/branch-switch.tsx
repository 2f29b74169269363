import ChevronRight from 'lucide-react/icons/chevron-right'
import { useEffect, useRef } from 'react'
import type { BranchPlace } from '../../protocol/branches.ts'
import { useChat } from '../ui/chat-context.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { countWords } from '../ui/number-words.ts'
import { branchTexts } from './branch-texts.ts'

/** Under a message that was said in more than one way: which of them this is, and the way to the others. */
export function BranchSwitch({ place }: { place: BranchPlace }) {
  const chat = useChat()
  const box = useRef<HTMLFieldSetElement>(null)
  const { index, variants, messageId } = place

  useEffect(() => {
    const { focus } = chat.branches.getState()
    if (focus?.messageId !== messageId) return
    chat.branches.setState({ focus: null })
    // At the last version only the other button can be pressed.
    const [earlier, later] = box.current?.querySelectorAll('button') ?? []
    const wanted = focus.isLater ? [later, earlier] : [earlier, later]
    wanted.find((button) => button?.disabled === false)?.focus({ preventScroll: true })
  }, [chat, messageId])

  function go(by: 1 | -1) {
    const variant = variants[index + by]
    if (!variant) return
    chat.branches.setState({ focus: { messageId: variant.messageId, isLater: by === 1 } })
    void chat.attempt(() => chat.active.openAt(variant.conversationId, variant.messageId))
  }

  return (
    <fieldset
      ref={box}
      aria-label={branchTexts.versions}
      className="-mt-1 -mr-2.5 flex items-center text-xs text-ink-2 tabular-nums"
    >
      <IconButton
        label={branchTexts.earlier}
        icon={ChevronRight}
        className="*:rotate-180"
        size={16}
        disabled={index === 0}
        onClick={() => go(-1)}
      />
      <span>{branchTexts.count(countWords(index + 1), countWords(variants.length))}</span>
      <IconButton
        label={branchTexts.later}
        icon={ChevronRight}
        size={16}
        disabled={index === variants.length - 1}
        onClick={() => go(1)}
      />
    </fieldset>
  )
}
