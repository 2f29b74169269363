import type { Conversation } from '../../protocol/chat.ts'
import { texts } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, smallDialog } from '../ui/dialog.tsx'
import { conversationTexts } from './conversation-texts.ts'

/** Asks what of a conversation with several versions is to be deleted. */
export function DeleteDialog({
  conversation,
  remove,
  close,
}: {
  conversation: Conversation
  remove: (scope: 'one' | 'family') => void
  close: () => void
}) {
  const count = conversation.family?.count ?? 1
  return (
    <Dialog label={conversationTexts.deleteTitle} onClose={close} className={smallDialog}>
      <div className="p-4">
        <h3 className="font-semibold [overflow-wrap:anywhere]">
          {conversationTexts.deleteQuestion(conversation.title)}
        </h3>
        <p className="mt-1 text-sm text-ink-2">{conversationTexts.deleteLead(count)}</p>
        <div className="mt-4 flex flex-col gap-2">
          <Button onClick={() => remove('one')}>{conversationTexts.deleteOne}</Button>
          <Button onClick={() => remove('family')}>{conversationTexts.deleteAll(count)}</Button>
          <Button look="quiet" onClick={close}>
            {texts.common.cancel}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
