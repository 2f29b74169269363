import type { ProviderTestAnswer } from '../../../protocol/settings.ts'
import { askServer } from './ask-server.ts'
import { checkOllama } from './ollama.ts'
import { keyPage, nameOf, ProviderFailure, type ProviderServer } from './provider-failure.ts'

/** Names that the engine's program turns into a model by itself; the server does not know them. */
const alias = /^(default|best|opus|sonnet|haiku|opusplan)(\[1m\])?$/

/**
 * Asks a provider's server what a turn would ask, as small as it can be: one token of one model, which costs next to nothing. Ollama's
 * model is looked up only, since loading it may take minutes. Never rejects for what a server does.
 */
export async function checkProvider(server: ProviderServer): Promise<ProviderTestAnswer> {
  try {
    return { isOk: true, code: 'ok', text: await check(server) }
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error
    return { isOk: false, code: error.code, text: error.message }
  }
}

async function check(server: ProviderServer): Promise<string> {
  switch (server.provider) {
    case 'demo':
      return 'The demo is built in and always works.'
    case 'ollama':
      return checkOllama(server)
    case 'anthropic':
      return checkAnthropic(server)
    case 'compatible':
      return checkCompatible(server)
  }
}

async function checkAnthropic(server: ProviderServer): Promise<string> {
  const { model, apiKey, baseUrl } = server
  if (apiKey === undefined)
    throw new ProviderFailure(
      'no-key',
      `There is no API key yet. Create one at ${keyPage} and paste it here.`,
    )
  const hasModel = model !== '' && !alias.test(model)
  // A gateway may pass on nothing but messages.
  if (baseUrl === undefined || !hasModel) await askServer({ ...server, model: '' }, '/v1/models?limit=1')
  if (!hasModel) return `${nameOf(server)} accepts the key.`
  await askForOneToken(server)
  return `${nameOf(server)} accepts the key, and ${model} answers. This test cost next to nothing.`
}

async function checkCompatible(server: ProviderServer): Promise<string> {
  if (server.baseUrl === undefined)
    throw new ProviderFailure(
      'unreachable',
      'The server has no address yet. Enter it, such as http://localhost:8080.',
    )
  if (server.model === '')
    throw new ProviderFailure(
      'model-not-found',
      'No model is chosen yet. Choose one of the server’s, or type its name.',
    )
  await askForOneToken(server)
  return `${nameOf(server)} speaks the Messages API, and ${server.model} answers.`
}

async function askForOneToken(server: ProviderServer): Promise<void> {
  const answer = await askServer(server, '/v1/messages', {
    model: server.model.replace(/\[1m\]$/, ''),
    max_tokens: 1,
    messages: [{ role: 'user', content: 'Hi' }],
  })
  if (!('type' in Object(answer)) || Object(answer).type !== 'message')
    throw new ProviderFailure(
      'provider-error',
      `${nameOf(server)} answers, but not as the Messages API does. Check the address.`,
    )
}
