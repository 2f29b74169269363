import { useCallback, useEffect } from 'react'
import { useStore } from 'zustand/react'
import { AppCard } from './app-state/app-card.tsx'
import { ConnectionBar } from './app-state/connection-bar.tsx'
import { Composer } from './composer/composer.tsx'
import { PlanStrip } from './composer/plan-strip.tsx'
import type { ConversationStore } from './conversation/conversation-store.ts'
import { useNeedsOwner } from './conversation/use-needs-owner.ts'
import { ChatHeader } from './header/chat-header.tsx'
import { texts } from './texts.ts'
import { Transcript } from './transcript/transcript.tsx'
import { useSpeech } from './transcript/use-speech.ts'
import { useChat } from './ui/chat-context.tsx'
import { lazyPart } from './ui/lazy-part.tsx'
import { NoticeBar } from './ui/notice-bar.tsx'

const QueueRail = lazyPart(async () => (await import('./composer/queue-rail.tsx')).QueueRail)
const SettingsSheet = lazyPart(async () => (await import('./settings/settings-sheet.tsx')).SettingsSheet)

const Lightbox = lazyPart(async () => (await import('./lightbox/lightbox.tsx')).Lightbox)
const ConversationDrawer = lazyPart(
  async () => (await import('./conversations/conversation-drawer.tsx')).ConversationDrawer,
)
const ElsewhereBar = lazyPart(async () => (await import('./conversations/elsewhere-bar.tsx')).ElsewhereBar)
const UndoBar = lazyPart(async () => (await import('./conversations/undo-bar.tsx')).UndoBar)

/** The chat itself, for a signed-in owner. */
export function ChatScreen() {
  const conversation = useStore(useChat().active.store, (state) => state.conversation)
  if (!conversation) return <p className="sr-only">{texts.common.loading}</p>
  return (
    <>
      <ConversationScreen key={conversation.store.getState().id} conversation={conversation} />
      {/* Apart, as another device may go to another conversation while something is filled in here. */}
      <OpenSettings />
      <OpenDrawer />
      <OpenLightbox />
    </>
  )
}

function ConversationScreen({ conversation }: { conversation: ConversationStore }) {
  const chat = useChat()
  useSpeech(conversation, chat.announcer)
  useActivity(conversation)
  useEscape(chat.close)
  const { parts: voice, isRecording } = useStore(chat.voice.store)
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
          <Asked conversation={conversation} />
          <News />
          <PlanStrip conversation={conversation} />
          <div className="flex flex-col">
            {mayQueue && <QueueRail conversation={conversation} />}
            {voice && <voice.Panel />}
            {/* Kept, as what is in it may still be on its way. */}
            <div hidden={isRecording}>
              <Composer conversation={conversation} />
            </div>
          </div>
        </div>
      </main>
    </div>
  )
}

/** Bloby asks for itself only while the agent does not: its own questions would take the room of the agent's. */
function Asked({ conversation }: { conversation: ConversationStore }) {
  const Card = useStore(useChat().card, (state) => state.Card)
  const needsOwner = useNeedsOwner(conversation)
  return Card && !needsOwner && <Card />
}

function News() {
  const { active, drawer } = useChat()
  const elsewhere = useStore(active.store, (state) => state.elsewhere)
  const { deleted, isOpen } = useStore(drawer)
  return (
    <>
      {elsewhere && <ElsewhereBar id={elsewhere.id} />}
      {deleted.length > 0 && !isOpen && <UndoBar conversations={deleted} />}
    </>
  )
}

/** Apart too: a message that was on its way is another element once it is on record. */
function OpenLightbox() {
  const { lightbox } = useChat()
  const shown = useStore(lightbox, (state) => state.shown)
  const close = useCallback(() => lightbox.setState({ shown: null }), [lightbox])
  return shown && <Lightbox {...shown} close={close} />
}

function OpenDrawer() {
  const { drawer } = useChat()
  const isOpen = useStore(drawer, (state) => state.isOpen)
  const close = useCallback(() => drawer.setState({ isOpen: false }), [drawer])
  return isOpen && <ConversationDrawer close={close} />
}

function OpenSettings() {
  const chat = useChat()
  const place = useStore(chat.settings, (state) => state.place)
  const close = useCallback(() => chat.openSettings(null), [chat])
  return place && <SettingsSheet place={place} close={close} />
}

/** Tells the bubble whether the agent works or waits for the owner, here or in any other conversation, and what is unread. */
function useActivity(conversation: ConversationStore) {
  const { activity, list } = useChat()
  const isWorkingHere = useStore(conversation.store, (state) => state.turn !== null)
  const needsOwnerHere = useNeedsOwner(conversation)
  function useElsewhere(fact: 'isWorking' | 'needsOwner') {
    return useStore(list.store, (state) =>
      [...state.known.values()].some((known) => known[fact] && known.id !== conversation.store.getState().id),
    )
  }
  const isWorkingElsewhere = useElsewhere('isWorking')
  const needsOwnerElsewhere = useElsewhere('needsOwner')
  const isLooking = useStore(activity.store, (state) => state.isLooking)
  const unread = useStore(list.store, (state) =>
    [...state.known.values()]
      // What the owner has before them is read in a moment.
      .filter((known) => !isLooking || known.id !== conversation.store.getState().id)
      .reduce((sum, known) => sum + (known.unread ?? 0), 0),
  )
  const isWorking = isWorkingHere || isWorkingElsewhere
  const needsOwner = needsOwnerHere || needsOwnerElsewhere
  useEffect(() => activity.set({ isWorking, needsOwner, unread }), [activity, isWorking, needsOwner, unread])
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
