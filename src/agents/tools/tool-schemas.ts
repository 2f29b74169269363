import { toJsonSchema } from '@valibot/to-json-schema'
import type { Tool } from './tool.ts'

export interface ToolSchema {
  name: string
  description: string
  /** JSON Schema of an object, without `$schema`. */
  inputSchema: Record<string, unknown>
}

/** The tools as models are told of them. */
export function toolSchemas(tools: readonly Tool[]): ToolSchema[] {
  return tools.map(({ name, description, input }) => {
    // A check such as "not blank" has no counterpart there; a call is held to the whole schema.
    const { $schema: _, ...inputSchema } = toJsonSchema(input, { typeMode: 'input', errorMode: 'ignore' })
    return { name, description, inputSchema }
  })
}
