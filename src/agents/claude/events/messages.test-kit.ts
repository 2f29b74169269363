import { createReplay } from '../replay.test-kit.ts'
import type { SdkMessage } from '../sdk-messages.ts'

/** Messages of the engine, as short as they can be. */

export const stream = (event: object, more: object = {}): SdkMessage =>
  Object.assign({ type: 'stream_event', event, parent_tool_use_id: null }, more)
export const start = (id: string) => stream({ type: 'message_start', message: { id } })
export const stop = stream({ type: 'message_stop' })
export const block = (content_block: object) =>
  stream({ type: 'content_block_start', index: 0, content_block })
export const delta = (content: object) => stream({ type: 'content_block_delta', index: 0, delta: content })
export const text = (words: string) => [
  block({ type: 'text', text: '' }),
  delta({ type: 'text_delta', text: words }),
]
export const whole = (id: string, content: object[], more: object = {}): SdkMessage =>
  Object.assign({ type: 'assistant', message: { id, content }, parent_tool_use_id: null }, more)
export const toolResult = (id: string, content: unknown, own: unknown = undefined): SdkMessage =>
  Object.assign(
    { type: 'user', parent_tool_use_id: null, tool_use_result: own },
    { message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content }] } },
  )
export const result = (more: object = {}): SdkMessage =>
  Object.assign({ type: 'result', subtype: 'success', is_error: false, modelUsage: {} }, more)

export function say(messages: SdkMessage[], deps: Parameters<typeof createReplay>[0] = {}) {
  const played = createReplay(deps)
  played.prompt()
  for (const message of messages) played.mapper.receive(message)
  return played
}
