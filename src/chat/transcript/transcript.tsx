import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import {
  type CacheSnapshot,
  type CustomContainerComponentProps,
  Virtualizer,
  type VirtualizerHandle,
} from 'virtua'
import { useStore } from 'zustand/react'
import { messageOf, shownOrder } from '../conversation/conversation-state.ts'
import type { ConversationStore } from '../conversation/conversation-store.ts'
import { unsentOf } from '../conversation/unsent.ts'
import { texts } from '../texts.ts'
import { useChat } from '../ui/chat-context.tsx'
import { EmptyState } from './empty-state.tsx'
import { JumpButton } from './jump-button.tsx'
import { MessageItem } from './message-item.tsx'
import { PageEdge } from './page-edge.tsx'
import { createScrollKeeper, type ScrollKeeper } from './scroll-keeper.ts'
import { UnsentMessage } from './unsent-message.tsx'
import { useNewLine } from './use-new-line.ts'

/** The height of a `PageEdge`. */
const edgePx = 40
const drawnBeyondPx = 600
/** Of a message that was not drawn yet. */
const guessedPx = 160
const hitMs = 2500
const keptCount = 4

/** What was said in one conversation, of which only what is near the window is drawn. Mount it anew for another one. */
export function Transcript({ conversation }: { conversation: ConversationStore }) {
  const chat = useChat()
  const { store } = conversation
  const order = useStore(store, shownOrder)
  const view = useStore(store, (state) => state.view)
  const isLoaded = useStore(store, (state) => state.isLoaded)
  const olderCursor = useStore(store, ({ detour, nextCursor }) => (detour ? detour.olderCursor : nextCursor))
  const newerCursor = useStore(store, ({ detour }) => detour?.newerCursor ?? null)
  const newest = useStore(store, (state) => state.order)
  const lastTime = useStore(store, (state) => messageOf(state, state.order.at(-1) ?? '')?.createdAt)
  const queueLength = useStore(store, (state) => state.queue.length)
  const unsent = useUnsent(conversation)

  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const list = useRef<VirtualizerHandle>(null)
  const keeper = useRef<ScrollKeeper>(null)
  const [ListBox] = useState(() => createListBox(() => keeper.current?.settle()))
  const [place] = useState(() => {
    const kept = conversation.place.current
    return kept?.view === store.getState().view ? kept : undefined
  })
  const [lastSeen, setLastSeen] = useState<{ id: string | undefined } | null>(null)
  const firstNew = useNewLine(conversation, lastSeen === null)

  useLayoutEffect(() => {
    if (!scroller.current || !content.current) return
    const kept = createScrollKeeper(
      scroller.current,
      content.current,
      () => store.getState().detour === null,
      (isAtEnd) => setLastSeen(isAtEnd ? null : { id: store.getState().order.at(-1) }),
    )
    keeper.current = kept
    if (place?.offsetPx !== undefined) {
      kept.letGo()
      list.current?.scrollTo(place.offsetPx)
    } else kept.toLatest()
    return () => kept.stop()
  }, [store, place])

  useKeptPlace(conversation, list, lastSeen !== null)
  const hit = useTarget(conversation, order, list, keeper)
  const isShift = useIsShift(order)

  const newestUnsent = unsent.at(-1)?.id
  const toLatest = useCallback(() => {
    conversation.leaveDetour()
    keeper.current?.toLatest()
  }, [conversation])
  useEffect(() => {
    if (newestUnsent !== undefined) toLatest()
  }, [newestUnsent, toLatest])

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is unsent stands under the list, and changes its height
  useLayoutEffect(() => keeper.current?.settle(), [unsent])

  const loadOlder = useCallback(
    () => chat.active.loadOlder(() => keeper.current?.whenStill() ?? Promise.resolve()),
    [chat],
  )

  const isEmpty = isLoaded && newest.length === 0 && unsent.length === 0 && queueLength === 0
  const isAway = lastSeen !== null || newerCursor !== null
  const newCount = lastSeen?.id === undefined ? 0 : newest.length - 1 - newest.indexOf(lastSeen.id)

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label={texts.transcript.label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard cannot scroll it
        tabIndex={0}
        className="h-full overflow-x-hidden overflow-y-auto overscroll-contain [overflow-anchor:none] focus-visible:-outline-offset-2"
      >
        <div ref={content} className="mx-auto flex min-h-full w-full max-w-[45rem] flex-col px-4 pb-6">
          <PageEdge side="older" cursor={olderCursor} load={loadOlder} scroller={scroller} />
          {isEmpty && <EmptyState />}
          <Virtualizer
            key={view}
            ref={list}
            scrollRef={scroller}
            startMargin={edgePx}
            bufferSize={drawnBeyondPx}
            itemSize={guessedPx}
            as={ListBox}
            data={order}
            shift={isShift}
            keepMounted={newerCursor === null ? lastOf(order) : []}
            {...(place && { cache: place.heights as CacheSnapshot })}
          >
            {(id, index) => (
              <MessageItem
                key={id}
                id={id}
                previousId={order[index - 1]}
                isLast={index === order.length - 1 && newerCursor === null}
                isFirstNew={id === firstNew}
                isHit={id === hit}
                conversation={conversation}
              />
            )}
          </Virtualizer>
          {newerCursor === null ? (
            unsent.map((item, index) => (
              <UnsentMessage key={item.id} item={item} before={unsent[index - 1]?.createdAt ?? lastTime} />
            ))
          ) : (
            <PageEdge side="newer" cursor={newerCursor} load={chat.active.loadNewer} scroller={scroller} />
          )}
        </div>
      </div>
      {isAway && <JumpButton newCount={newCount} onClick={toLatest} />}
    </div>
  )
}

/**
 * The last messages stay drawn: an answer that grows, or asks, keeps what it holds, and those just above it would come and go with each
 * of its lines.
 */
function lastOf(order: readonly string[]): number[] {
  const first = Math.max(0, order.length - keptCount)
  return order.slice(first).map((_, index) => first + index)
}

/** The element around the messages, which says when it grows: a `ResizeObserver` would know one frame later. */
function createListBox(onHeight: () => void) {
  return function ListBox({ style, children, ref }: CustomContainerComponentProps) {
    // biome-ignore lint/correctness/useExhaustiveDependencies: the height is what it waits for
    useLayoutEffect(() => {
      // Where the list itself scrolls for a new height, it does so after this, and before anything is painted.
      queueMicrotask(onHeight)
    }, [style.height])
    return (
      // While it scrolls the list takes no presses, which an answer that grows would make of each of its lines, and all is styled anew for it.
      <div ref={ref} style={{ ...style, pointerEvents: undefined }}>
        {children}
      </div>
    )
  }
}

/** What the record does not have yet. While a turn runs it waits in the queue above the composer, where it will be in a moment anyway. */
function useUnsent(conversation: ConversationStore) {
  const { store } = conversation
  const isWorking = useStore(store, (state) => state.turn !== null)
  const messages = useStore(store, (state) => state.messages)
  const items = useStore(useChat().outbox.store, (state) => state.items)
  return useMemo(
    () =>
      unsentOf(items, { ...store.getState(), messages }).filter(
        (item) => !isWorking || item.state === 'failed',
      ),
    [items, messages, isWorking, store],
  )
}

/** Whether messages were put above those that were drawn last. */
function useIsShift(order: readonly string[]): boolean {
  const drawn = useRef(order)
  const before = drawn.current
  useLayoutEffect(() => {
    drawn.current = order
  }, [order])
  return order.length > before.length && before.length > 0 && order.at(-1) === before.at(-1)
}

/** When the transcript goes, keeps the heights of its messages, and where the owner was. */
function useKeptPlace(
  conversation: ConversationStore,
  list: React.RefObject<VirtualizerHandle | null>,
  isAway: boolean,
) {
  const away = useRef(isAway)
  useLayoutEffect(() => {
    away.current = isAway
  }, [isAway])
  useLayoutEffect(() => {
    const handle = list.current
    return () => {
      const shown = list.current ?? handle
      if (!shown) return
      conversation.place.current = {
        view: conversation.store.getState().view,
        heights: shown.cache,
        offsetPx: away.current ? shown.scrollOffset : undefined,
      }
    }
  }, [conversation, list])
}

/** Brings the wanted message into view. Gives it for as long as it is marked, if it is to be. */
function useTarget(
  conversation: ConversationStore,
  order: readonly string[],
  list: React.RefObject<VirtualizerHandle | null>,
  keeper: React.RefObject<ScrollKeeper | null>,
): string | undefined {
  const { id, isHit } = useStore(conversation.target)
  const [hit, setHit] = useState<string>()
  const index = id === null ? -1 : order.indexOf(id)
  useLayoutEffect(() => {
    if (id === null || index === -1) return
    if (!isInView(list.current, index)) {
      keeper.current?.letGo()
      list.current?.scrollToIndex(index, isHit ? { align: 'center' } : { align: 'start', offset: -edgePx })
    }
    if (isHit) setHit(id)
    conversation.target.setState({ id: null })
  }, [conversation, id, index, isHit, list, keeper])
  useEffect(() => {
    if (hit === undefined) return
    const timer = setTimeout(() => setHit(undefined), hitMs)
    return () => clearTimeout(timer)
  }, [hit])
  return hit
}

function isInView(list: VirtualizerHandle | null, index: number): boolean {
  if (!list) return false
  const { scrollOffset, viewportSize } = list
  const top = list.getItemOffset(index) + edgePx
  return top >= scrollOffset && top + list.getItemSize(index) <= scrollOffset + viewportSize
}
