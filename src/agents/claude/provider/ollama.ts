import * as v from 'valibot'
import type { ProviderModelsAnswer } from '../../../protocol/settings.ts'
import { askServer } from './ask-server.ts'
import { addressOf, ProviderFailure, type ProviderServer } from './provider-failure.ts'

/** Shapes of https://docs.ollama.com/api. */
const versionShape = v.object({ version: v.string() })
const tagsShape = v.object({ models: v.array(v.object({ name: v.string() })) })
const showShape = v.object({
  capabilities: v.optional(v.array(v.string())),
  model_info: v.optional(v.record(v.string(), v.unknown()), {}),
})
const loadedShape = v.object({
  models: v.array(v.object({ name: v.string(), context_length: v.optional(v.number()) })),
})

/** The first version with a Messages API. */
const oldestMinor = 14
const mostDescribed = 20
const neededContext = 32_768
const contextAdvice =
  'With little graphics memory Ollama serves 4096 tokens of context, and the agent forgets what it is doing. Start it with OLLAMA_CONTEXT_LENGTH=65536.'

/** Whether Ollama is there, new enough, and has the model with what an agent needs. Gives words of praise. @throws ProviderFailure */
export async function checkOllama({ model, ...rest }: ProviderServer): Promise<string> {
  // Only what asks for the model may find that there is none.
  const server = { ...rest, model: '' }
  const version = await readVersion(server)
  if (model === '') throw new ProviderFailure('model-not-found', await askForModel(server))
  const { canUseTools, contextTokens } = await describeModel(server, model)
  if (!canUseTools)
    throw new ProviderFailure(
      'bad-request',
      `${model} can’t use tools, so it can change nothing. Choose a model with tools, such as qwen3-coder.`,
    )
  const advice = adviceFor(model, contextTokens, await loadedContext(server, model))
  return [`Ollama ${version} answers, and ${model} can use tools.`, ...(advice ? [advice] : [])].join(' ')
}

/** The models that can talk; those without tools say so in their name. @throws ProviderFailure */
export async function listOllamaModels(server: ProviderServer): Promise<ProviderModelsAnswer> {
  await readVersion(server)
  const names = await installedModels(server)
  if (names.length === 0) return { models: [], advice: await askForModel(server) }
  const described = await Promise.all(
    names.map(async (id, index) => {
      if (index >= mostDescribed) return { id }
      try {
        const { canTalk, canUseTools, contextTokens } = await describeModel(server, id)
        if (!canTalk) return []
        return {
          id,
          ...(!canUseTools && { name: `${id} (can’t use tools)` }),
          ...(contextTokens !== undefined && { contextTokens }),
        }
      } catch (error) {
        // A model that is broken or was removed just now does not hide the others.
        if (error instanceof ProviderFailure) return { id }
        throw error
      }
    }),
  )
  return { models: described.flat(), advice: contextAdvice }
}

async function readVersion(server: ProviderServer): Promise<string> {
  const { success, output } = v.safeParse(versionShape, await askServer(server, '/api/version'))
  if (!success)
    throw new ProviderFailure(
      'provider-error',
      `Something answers at ${addressOf(server)}, but it is not Ollama.`,
    )
  const [major = 0, minor = 0, patch = 0] = output.version.split('.').map((part) => Number.parseInt(part, 10))
  // What someone built by themselves calls itself 0.0.0.
  if (major === 0 && minor < oldestMinor && minor + patch > 0)
    throw new ProviderFailure(
      'provider-error',
      `Ollama ${output.version} is too old: the agent needs 0.${oldestMinor} or newer. Update it from https://ollama.com/download.`,
    )
  return output.version
}

async function installedModels(server: ProviderServer): Promise<string[]> {
  const result = v.safeParse(tagsShape, await askServer(server, '/api/tags'))
  return result.success ? result.output.models.map(({ name }) => name) : []
}

async function askForModel(server: ProviderServer): Promise<string> {
  return (await installedModels(server)).length > 0
    ? 'Ollama answers. Choose one of its models.'
    : 'Ollama answers, but has no model yet. Get one with “ollama pull qwen3-coder”.'
}

async function describeModel(server: ProviderServer, model: string) {
  const result = v.safeParse(showShape, await askServer({ ...server, model }, '/api/show', { model }))
  const { capabilities, model_info: info = {} } = result.success ? result.output : {}
  const context = info[`${info['general.architecture']}.context_length`]
  return {
    canTalk: capabilities?.includes('completion') ?? true,
    canUseTools: capabilities?.includes('tools') ?? true,
    contextTokens: typeof context === 'number' ? context : undefined,
  }
}

/** How much context a loaded model really has; undefined when it is not loaded, or an older Ollama does not say. */
async function loadedContext(server: ProviderServer, model: string): Promise<number | undefined> {
  const result = v.safeParse(loadedShape, await askServer(server, '/api/ps'))
  if (!result.success) return undefined
  return result.output.models.find(({ name }) => name === model || name === `${model}:latest`)?.context_length
}

function adviceFor(model: string, own: number | undefined, loaded: number | undefined): string | undefined {
  if (own !== undefined && own < neededContext)
    return `It has ${own} tokens of context, which is little for an agent: ${neededContext} are enough.`
  if (/[:-]cloud$/.test(model) || (loaded !== undefined && loaded >= neededContext)) return undefined
  if (loaded === undefined) return contextAdvice
  return `Ollama gives it ${loaded} tokens of context only. Start Ollama with OLLAMA_CONTEXT_LENGTH=65536.`
}
