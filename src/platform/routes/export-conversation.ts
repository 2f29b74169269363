import type { ChatMessage, Conversation } from '../../protocol/chat.ts'
import type { MessagePart } from '../../protocol/turn-parts.ts'
import type { Messages } from '../store/messages.ts'

export const exportFormats = ['markdown', 'json'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** A conversation as a file to keep: as markdown for people, as JSON for programs, with all that the record holds. */
export function exportConversation(
  conversation: Conversation,
  messages: Messages,
  format: ExportFormat,
): Response {
  const all = allMessages(conversation.id, messages)
  const isMarkdown = format === 'markdown'
  const body = isMarkdown
    ? [...markdownOf(conversation, all)].join('\n\n')
    : JSON.stringify({ conversation, messages: [...all] }, null, 2)
  const name = `${fileNameOf(conversation.title)}.${isMarkdown ? 'md' : 'json'}`
  return new Response(`${body}\n`, {
    headers: {
      'Content-Type': isMarkdown ? 'text/markdown; charset=utf-8' : 'application/json; charset=utf-8',
      'Content-Disposition': `attachment; filename="conversation.${isMarkdown ? 'md' : 'json'}"; filename*=UTF-8''${encodeURIComponent(name).replaceAll("'", '%27')}`,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cross-Origin-Resource-Policy': 'same-origin',
    },
  })
}

function* allMessages(conversationId: string, messages: Messages): Generator<ChatMessage> {
  let after: string | null = '0'
  while (after !== null) {
    const page = messages.pageAfter({ conversationId, after, limit: 200 })
    yield* page.messages
    after = page.newerCursor
  }
}

function* markdownOf(conversation: Conversation, messages: Iterable<ChatMessage>): Generator<string> {
  yield `# ${conversation.title}`
  for (const message of messages) {
    const time = new Date(message.createdAt).toISOString().slice(0, 16).replace('T', ' ')
    yield `## ${message.role === 'user' ? 'You' : 'Bloby'} · ${time} UTC`
    const pieces = message.parts.map(pieceOf).filter((piece) => piece !== '')
    const hasWords = message.parts.some((part) => part.type === 'text')
    yield* hasWords || message.content === '' ? pieces : [...pieces, message.content]
  }
}

/** What a part looks like on paper. Thinking and plans are in the JSON alone. */
function pieceOf(part: MessagePart): string {
  switch (part.type) {
    case 'text':
      return part.text.trim()
    case 'tool': {
      const { title, name, status, diff } = part.tool
      const lines = diff ? ` (+${diff.added} −${diff.removed})` : ''
      return `> ${(title || name).replace(/\s+/g, ' ')}${lines}: ${status}`
    }
    case 'question':
      return `> ${part.question.text} — ${part.question.answer ?? 'not answered'}`
    case 'approval':
      return `> ${part.approval.title} — ${part.approval.decision ?? 'not decided'}`
    case 'notice':
      return `> ${part.notice.text}`
    case 'file':
      return `> ${part.file.name}`
    default:
      return ''
  }
}

/** A name that every file system takes. */
function fileNameOf(title: string): string {
  return (
    title
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to go
      .replace(/[\u0000-\u001f<>:"/\\|?*…“”]+/g, ' ')
      .replace(/\s+/g, ' ')
      .replace(/^[\s.]+|[\s.]+$/g, '')
      // A character that was cut in two could not be encoded.
      .slice(0, 80)
      .replace(/[\ud800-\udbff]$/, '') || 'Conversation'
  )
}
