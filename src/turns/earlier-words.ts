import type { Conversations } from '../platform/store/conversations.ts'
import type { EngineSessions } from '../platform/store/engine-sessions.ts'
import type { Messages } from '../platform/store/messages.ts'
import type { ChatMessage } from '../protocol/chat.ts'

/** About a tenth of what the smallest models of today can hold. */
const mostCharacters = 24_000
const mostMessages = 60
/** Of one message: a long paste must not crowd out all others. */
const mostOfMessage = 6000

const intro = `This conversation goes on from an earlier one of the same owner with you, in another session. What was said there before is quoted here as history: it was dealt with then, so do not do again what it asks for. What files look like now may differ from what it says.`

/**
 * Gives what of a branch's beginning an engine has to be told with a prompt, because it was not there: as a quote, the newest that there
 * is room for, in the order in which it was said. Nothing once the engine has a session of its own in this conversation.
 */
export function createEarlierWords(deps: {
  conversations: Pick<Conversations, 'find'>
  messages: Pick<Messages, 'page'>
  engineSessions: Pick<EngineSessions, 'find'>
}) {
  return function earlier(request: ChatMessage, agent: string): { earlier?: string } {
    const { conversationId } = request
    const isBranch = deps.conversations.find(conversationId)?.branchedFrom !== undefined
    if (!isBranch || deps.engineSessions.find(conversationId, agent) !== undefined) return {}
    const words = earlierWords(deps.messages, request)
    return words === undefined ? {} : { earlier: words }
  }
}

function earlierWords(messages: Pick<Messages, 'page'>, request: ChatMessage): string | undefined {
  const page = messages.page({
    conversationId: request.conversationId,
    before: String(request.position),
    limit: mostMessages,
  })
  let room = mostCharacters
  const quoted: string[] = []
  for (const message of page.messages.toReversed()) {
    const words = quote(message)
    if (words === undefined) continue
    room -= words.length
    if (room < 0) break
    quoted.unshift(words)
  }
  if (quoted.length === 0) return undefined
  const isWhole = page.nextCursor === null && room >= 0
  const gap = isWhole ? [] : ['[What was said before this is left out here; recall finds it.]']
  return ['<earlier-in-this-conversation>', intro, ...gap, ...quoted, '</earlier-in-this-conversation>'].join(
    '\n\n',
  )
}

function quote({ role, content, parts }: ChatMessage): string | undefined {
  const files = parts.flatMap((part) => (part.type === 'file' ? [`[file: ${part.file.path}]`] : []))
  const text =
    content.length > mostOfMessage ? `${content.slice(0, mostOfMessage)} [… cut off here]` : content
  const words = [...files, text.trim()].filter((each) => each !== '').join('\n')
  if (words === '') return undefined
  // A line of the quote cannot end it, nor speak for the other side.
  const lines = words.split('\n').map((line) => `> ${line}`)
  return [role === 'user' ? 'The owner:' : 'You:', ...lines].join('\n')
}
