import { codeOf, messageOf } from '../../../system/errors.ts'
import { explainRefusal } from './explain-refusal.ts'
import { addressOf, nameOf, ProviderFailure, type ProviderServer } from './provider-failure.ts'

const timeoutMs = 8000
const mostBytes = 4 * 1024 * 1024

/**
 * Asks a provider's server with the headers that the engine's program sends, and follows no redirect, which might take the key
 * elsewhere. A body makes it a POST. Gives the parsed JSON. @throws ProviderFailure for everything else
 */
export async function askServer(server: ProviderServer, path: string, body?: object): Promise<unknown> {
  let response: Response
  let text: string
  try {
    response = await fetch(addressOf(server) + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: headersFor(server, body !== undefined),
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    text = await readText(response)
  } catch (error) {
    throw explainSilence(server, error)
  }
  const parsed = parseJson(text)
  if (!response.ok)
    throw explainRefusal(server, path, { status: response.status, headers: response.headers, body: parsed })
  if (parsed === undefined)
    throw new ProviderFailure(
      'provider-error',
      `Something else than a Messages API answers at ${addressOf(server)}. Check the address.`,
    )
  return parsed
}

/**
 * As measured of the program: a key is an `x-api-key`, for a compatible server a Bearer token too; where none is wanted it sends a word as
 * a token.
 */
function headersFor({ provider, apiKey }: ProviderServer, hasBody: boolean): Record<string, string> {
  return {
    accept: 'application/json',
    'anthropic-version': '2023-06-01',
    ...(apiKey === undefined
      ? { authorization: `Bearer ${provider === 'ollama' ? 'ollama' : 'none'}` }
      : {
          'x-api-key': apiKey,
          ...(provider === 'compatible' && { authorization: `Bearer ${apiKey}` }),
        }),
    ...(hasBody && { 'content-type': 'application/json' }),
  }
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > mostBytes) throw new Error('its answer has no end')
  }
  return text + decoder.decode()
}

function parseJson(text: string): object | undefined {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'object' && json !== null ? json : undefined
  } catch {
    // A page of a web server, say: the caller tells what that means.
    return undefined
  }
}

function explainSilence(server: ProviderServer, error: unknown): ProviderFailure {
  const address = addressOf(server)
  const name = nameOf(server)
  const { hostname } = new URL(address)
  const cause = error instanceof Error ? (error.cause ?? error) : error
  const code = codeOf(cause) ?? ''
  const fail = (text: string) => new ProviderFailure('unreachable', text, { cause: error })

  if (error instanceof Error && error.name === 'TimeoutError')
    return fail(
      server.provider === 'anthropic'
        ? `${name} did not answer within ${timeoutMs / 1000} s. Check this computer’s network.`
        : `${name} did not answer within ${timeoutMs / 1000} s. It may still be loading the model: try again in a minute.`,
    )
  if (code === 'ECONNREFUSED') {
    if (server.provider === 'ollama')
      return fail(`Nothing answers at ${address}. Is Ollama running? “ollama serve” starts it.`)
    return fail(`Nothing answers at ${address}. Is the server running, and is the port right?`)
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return fail(
      server.baseUrl === undefined
        ? `${hostname} can’t be found. Is this computer connected to the internet?`
        : `There is no computer named ${hostname}. Check the address, and this computer’s network.`,
    )
  if (/WRONG_VERSION_NUMBER|EPROTO|PACKET_LENGTH/.test(code))
    return fail(`${address} does not speak https. Try it with http://.`)
  if (/CERT|SELF_SIGNED|ERR_TLS|ERR_SSL|UNABLE_TO/.test(code))
    return fail(`The certificate of ${hostname} is not trusted (${code}), so nothing was sent.`)
  return fail(`${name} can’t be reached: ${code || messageOf(cause)}.`)
}
