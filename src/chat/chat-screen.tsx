import { useCallback, useEffect } from 'react'
import { useStore } from 'zustand/react'
import { AppCard } from './app-state/app-card.tsx'
import { ConnectionBar } from './app-state/connection-bar.tsx'
import { Composer } from './composer/composer.tsx'
import { PlanStrip } from './composer/plan-strip.tsx'
import type { ConversationStore } from './conversation/conversation-store.ts'
import { ChatHeader } from './header/chat-header.tsx'
import { texts } from './texts.ts'
import { Transcript } from './transcript/transcript.tsx'
import { hasOpenQuestion, useSpeech } from './transcript/use-speech.ts'
import { useChat } from './ui/chat-context.tsx'
import { lazyPart } from './ui/lazy-part.tsx'
import { NoticeBar } from './ui/notice-bar.tsx'

const QueueRail = lazyPart(async () => (await import('./composer/queue-rail.tsx')).QueueRail)
const SettingsSheet = lazyPart(async () => (await import('./settings/settings-sheet.tsx')).SettingsSheet)

/** The chat itself, for a signed-in owner. */
export function ChatScreen() {
  const conversation = useStore(useChat().active.store, (state) => state.conversation)
  if (!conversation) return <p className="sr-only">{texts.common.loading}</p>
  return (
    <>
      <ConversationScreen key={conversation.store.getState().id} conversation={conversation} />
      {/* Apart, as another device may go to another conversation while something is filled in here. */}
      <OpenSettings />
    </>
  )
}

function ConversationScreen({ conversation }: { conversation: ConversationStore }) {
  const chat = useChat()
  useSpeech(conversation, chat.announcer)
  useActivity(conversation)
  useEscape(chat.close)
  const mayQueue = useStore(conversation.store, ({ turn, queue }) => turn !== null || queue.length > 0)
  return (
    <div className="flex h-full flex-col pt-(--inset-top) pb-(--inset-bottom)">
      <ChatHeader conversation={conversation} />
      <main className="flex min-h-0 flex-1 flex-col">
        <Transcript conversation={conversation} />
        <div className="mx-auto flex w-full max-w-[45rem] shrink-0 flex-col gap-2 px-3 pb-3">
          <NoticeBar />
          <ConnectionBar />
          <AppCard />
          <Asked />
          <PlanStrip conversation={conversation} />
          <div className="flex flex-col">
            {mayQueue && <QueueRail conversation={conversation} />}
            <Composer conversation={conversation} />
          </div>
        </div>
      </main>
    </div>
  )
}

function Asked() {
  const Card = useStore(useChat().card, (state) => state.Card)
  return Card && <Card />
}

function OpenSettings() {
  const chat = useChat()
  const place = useStore(chat.settings, (state) => state.place)
  const close = useCallback(() => chat.openSettings(null), [chat])
  return place && <SettingsSheet place={place} close={close} />
}

/** Tells the bubble whether the agent works, here or in any other conversation, and whether it waits for the owner. */
function useActivity(conversation: ConversationStore) {
  const { activity, list } = useChat()
  const isWorkingHere = useStore(conversation.store, (state) => state.turn !== null)
  const isWorkingElsewhere = useStore(list.store, (state) =>
    [...state.known.values()].some(
      (known) => known.isWorking && known.id !== conversation.store.getState().id,
    ),
  )
  const needsOwner = useStore(
    conversation.store,
    (state) => state.turn !== null && hasOpenQuestion(state.streaming?.parts ?? []),
  )
  const isWorking = isWorkingHere || isWorkingElsewhere
  useEffect(() => activity.set({ isWorking, needsOwner }), [activity, isWorking, needsOwner])
}

/** Escape closes what is open in the chat first, then the panel. */
function useEscape(close: () => void) {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return
      if (!document.querySelector('dialog[open], :popover-open')) close()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [close])
}
