import type { Answer } from './script.ts'
import type { SeenRequest } from './seen-request.ts'

/** A harmless answer to what a program asks beside a turn; undefined when the turn itself asks. */
export function sideAnswer(request: SeenRequest): Answer | undefined {
  switch (request.kind) {
    case 'turn':
      return undefined
    case 'quota':
      return { text: '#', stopReason: 'max_tokens' }
    case 'title':
      return { text: JSON.stringify({ title: 'A scripted talk', isNewTopic: false }) }
    case 'compaction':
      return {
        text: `<analysis>Short.</analysis>\n<summary>\nA script was tried.\n<last-request>${request.prompt}</last-request>\n</summary>`,
      }
    case 'page':
      return { text: `The page says: ${request.prompt.slice(0, 300)}` }
    case 'side':
      return { text: 'none' }
  }
}
