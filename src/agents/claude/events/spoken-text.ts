import type { PartUpdate } from '../../../protocol/turn-parts.ts'
import type { ContentBlock, StreamEvent } from '../sdk-messages.ts'

/** A block of an answer that is being streamed. */
interface StreamedBlock {
  /** How much of it the record has, with what was put before it. */
  characters: number
  toolId?: string
  /** What the answer ended with before it. */
  before: Spoken
}
type Spoken = 'text' | 'thinking' | undefined

/**
 * Text and thinking of the main conversation. Blocks that would run into each other get a blank line between them. What a broken stream
 * had said stays until the answer begins anew, and is then retracted.
 */
export function createSpokenText(deps: {
  say: (update: PartUpdate) => void
  /** Which of these tool calls have no result, and forgets them. */
  forgetTools: (ids: string[]) => string[]
}) {
  let streamId: string | undefined
  let blocks: StreamedBlock[] = []
  /** From this block on, what the stream said does not count. */
  let abandonedFrom: number | undefined
  /** How many of the blocks came whole. */
  let complete = 0
  let isOpen = false
  let spoken: Spoken
  /** The last answer hit its limit in the middle of a word: the next goes on there. */
  let isCutOff = false

  function retract() {
    const from = abandonedFrom ?? (isOpen ? complete : blocks.length)
    const lost = blocks.slice(from)
    const characters = lost.reduce((sum, block) => sum + block.characters, 0)
    const toolIds = deps.forgetTools(lost.flatMap((block) => block.toolId ?? []))
    if (lost[0] !== undefined) spoken = lost[0].before
    blocks = []
    complete = 0
    abandonedFrom = undefined
    isOpen = false
    if (characters > 0 || toolIds.length > 0) deps.say({ type: 'retract', characters, toolIds })
  }

  function begin(block: ContentBlock | undefined) {
    blocks.push({
      characters: 0,
      before: spoken,
      ...(block?.type === 'tool_use' && block.id !== undefined && { toolId: block.id }),
    })
  }

  function add(type: 'text' | 'thinking', text: string) {
    if (text === '') return
    const block = blocks.at(-1)
    const isFirst = block === undefined || block.characters === 0
    const gap = isFirst && spoken === type && !isCutOff ? '\n\n' : ''
    isCutOff = false
    spoken = type
    if (block !== undefined) block.characters += gap.length + text.length
    deps.say({ type, text: gap + text })
  }

  return {
    stream(event: StreamEvent, isAbandonedFrom: number | undefined) {
      switch (event.type) {
        case 'message_start':
          retract()
          streamId = event.message?.id
          isOpen = true
          return
        case 'content_block_start':
          begin(event.content_block)
          // Some servers put the first words here.
          if (event.content_block?.text) add('text', event.content_block.text)
          return
        case 'content_block_delta':
          if (event.delta?.text) add('text', event.delta.text)
          if (event.delta?.thinking) add('thinking', event.delta.thinking)
          return
        case 'message_delta':
          isCutOff = event.delta?.stop_reason === 'max_tokens'
          return
        case 'message_stop':
          isOpen = false
          abandonedFrom = isAbandonedFrom
      }
    },
    /** A block, or several, that came whole: it was streamed before, or the engine gave up streaming. */
    whole(messageId: string, content: readonly ContentBlock[]) {
      if (messageId === streamId) {
        complete += content.length
        return
      }
      retract()
      streamId = undefined
      for (const block of content) {
        begin(block)
        if (block.type === 'text') add('text', block.text ?? '')
        if (block.type === 'thinking') add('thinking', block.thinking ?? '')
      }
      blocks = []
    },
    /** Something else was added to the answer: text after it stands for itself. */
    interrupt() {
      spoken = undefined
    },
    /** A new answer begins. */
    reset() {
      streamId = undefined
      blocks = []
      complete = 0
      abandonedFrom = undefined
      isOpen = false
      isCutOff = false
      spoken = undefined
    },
  }
}
