import * as v from 'valibot'
import type { ProviderModelsAnswer } from '../../../protocol/settings.ts'
import { askServer } from './ask-server.ts'
import { listOllamaModels } from './ollama.ts'
import { ProviderFailure, type ProviderServer } from './provider-failure.ts'

/** Anthropic's `GET /v1/models`, with what vLLM and gateways add to it. */
const pageShape = v.object({
  data: v.array(
    v.object({
      id: v.string(),
      display_name: v.optional(v.nullable(v.string())),
      max_input_tokens: v.optional(v.nullable(v.number())),
      max_model_len: v.optional(v.nullable(v.number())),
      context_length: v.optional(v.nullable(v.number())),
    }),
  ),
  has_more: v.optional(v.nullable(v.boolean())),
  last_id: v.optional(v.nullable(v.string())),
})
const mostPages = 10

/** The newest of each kind, by the names that the engine's program knows. */
const withoutKey: ProviderModelsAnswer = {
  models: [
    { id: 'opus', name: 'Opus, the newest' },
    { id: 'sonnet', name: 'Sonnet, the newest' },
    { id: 'haiku', name: 'Haiku, the newest' },
  ],
}

/** The models of a provider's server. Where there is no list, `advice` says why; it does not reject for what a server does. */
export async function listModels(server: ProviderServer): Promise<ProviderModelsAnswer> {
  try {
    // No model is asked for, so none can be missing.
    return await list({ ...server, model: '' })
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error
    const isUnlisted = server.provider === 'compatible' && error.code === 'provider-error'
    return { models: [], advice: isUnlisted ? unlisted : error.message }
  }
}

const unlisted = 'This server does not list its models: type the name of one.'

async function list(server: ProviderServer): Promise<ProviderModelsAnswer> {
  switch (server.provider) {
    case 'demo':
      return { models: [] }
    case 'ollama':
      return listOllamaModels(server)
    case 'anthropic':
      return server.apiKey === undefined ? withoutKey : listPages(server)
    case 'compatible':
      return server.baseUrl === undefined
        ? { models: [], advice: 'The server has no address yet.' }
        : listPages(server)
  }
}

async function listPages(server: ProviderServer): Promise<ProviderModelsAnswer> {
  const models: ProviderModelsAnswer['models'] = []
  let after = ''
  for (let page = 0; page < mostPages; page++) {
    const result = v.safeParse(pageShape, await askServer(server, `/v1/models?limit=1000${after}`))
    if (!result.success) throw new ProviderFailure('provider-error', unlisted)
    const { data, has_more: hasMore, last_id: lastId } = result.output
    for (const { id, display_name: name, ...sizes } of data) {
      const contextTokens = sizes.max_input_tokens ?? sizes.max_model_len ?? sizes.context_length
      models.push({ id, ...(name && name !== id && { name }), ...(contextTokens && { contextTokens }) })
    }
    if (!hasMore || !lastId) break
    after = `&after_id=${encodeURIComponent(lastId)}`
  }
  return models.length > 0 ? { models } : { models, advice: unlisted }
}
