import type { ErrorAction } from '../../protocol/turn-parts.ts'
import type { ClaudeErrorCode } from './error-codes.ts'
import type { Failure, ProviderFacts } from './errors.ts'

interface Words {
  text: string
  action?: ErrorAction
}

/** What happened and what to do, for one failure. `failure.text` has no secrets in it. */
export function errorWords(
  code: ClaudeErrorCode,
  failure: Failure,
  provider: ProviderFacts,
  now: number,
): Words {
  const { kind, model } = provider
  const who = kind === 'anthropic' ? 'Anthropic' : kind === 'ollama' ? 'Ollama' : 'The model server'
  const said = quoted(failure.text, who)
  switch (code) {
    case 'no-key':
      return kind === 'anthropic'
        ? connect(
            'There is no Anthropic API key yet. Add one in the settings, or sign in with your Claude login.',
          )
        : connect(`${who} wants a key, and there is none yet. Add it in the settings.`)
    case 'bad-key':
      return connect(`${who} does not accept the API key. Check it in the settings, or make a new one.`)
    case 'login-expired':
      return connect(
        'You are not signed in to Claude, or your login has ended. Sign in in the settings, or use an API key.',
      )
    case 'not-allowed':
      return connect(`${who} does not allow this with the key or login that is set.${said}`)
    case 'no-credit':
      return {
        text:
          kind === 'anthropic'
            ? 'Your Anthropic account has no credit left. Add some under Plans & Billing in the Anthropic Console, then try again.'
            : `${who} says that there is no credit left. Add some there, then try again.`,
        action: 'retry',
      }
    case 'rate-limit':
      return { text: `${rateLimitWords(failure, who, now)}${said}`, action: 'retry' }
    case 'overloaded':
      return {
        text:
          kind === 'anthropic'
            ? 'Anthropic has too much to do just now. This mostly passes within minutes: try again soon.'
            : `${who} has too much to do just now, or is still loading the model. Try again soon.`,
        action: 'retry',
      }
    case 'model-not-found':
      return { text: modelWords(provider), action: 'open-settings' }
    case 'unreachable':
      return { text: unreachableWords(failure.text, provider), action: 'retry' }
    case 'context-too-long':
      return {
        text:
          kind === 'anthropic'
            ? 'This is more than the model can read at once. Begin a new conversation, or send smaller files.'
            : 'This is more than the model can read at once. Begin a new conversation, send smaller files, or give the model a larger context on its server.',
      }
    case 'refused':
      return {
        text: 'The model’s provider stopped this answer for reasons of its rules. Say it in another way, or ask for something else.',
      }
    case 'budget':
      return {
        text: `This turn has used its budget${amountIn(failure.text)}. You can raise it in the settings, or go on with a new turn.`,
        action: 'continue',
      }
    case 'step-limit':
      return {
        text: `It stopped after ${stepsIn(failure.text)}, as every turn does. Continue if it is on the right way.`,
        action: 'continue',
      }
    case 'bad-request':
      return {
        text: `${who} could not make sense of the request${model && ` for the model ${model}`}.${said}`,
        action: 'open-settings',
      }
    case 'provider-error':
      return { text: `${who} answered with an error. Try again in a moment.${said}`, action: 'retry' }
    case 'sandbox-missing':
      return {
        text: 'Commands can’t be fenced in on this computer, so the engine did not start. Install bubblewrap and socat (on Debian and Ubuntu: sudo apt install bubblewrap socat), or choose access to the whole computer in the settings.',
        action: 'open-settings',
      }
    case 'session-lost':
      return {
        text: 'The engine no longer has its memory of this conversation. It begins anew with the next message, and can look things up with recall.',
        action: 'retry',
      }
    case 'engine-failed':
      return engineWords(failure.text)
  }
}

function connect(text: string): Words {
  return { text, action: 'connect-provider' }
}

const mostQuoted = 300

/** The provider's own words, where there are any worth reading. */
function quoted(text: string, who: string): string {
  const words = text
    .replace(/^((API Error:?|Failed to authenticate\.?)\s*)+/i, '')
    .replace(/\s+/g, ' ')
    .trim()
  if (words === '') return ''
  const end = words.length > mostQuoted ? '…' : ''
  return ` ${who} says: “${words.slice(0, mostQuoted)}${end}”`
}

function rateLimitWords({ retryAt }: Failure, who: string, now: number): string {
  if (retryAt === undefined || retryAt <= now)
    return `${who} has had as many requests as it takes for now. Wait a few minutes, then try again.`
  return `${who} has had as many requests as it takes for now. Try again ${timeWords(retryAt, now)}.`
}

/** "at 14:30, in 12 minutes", by this computer's clock. */
function timeWords(at: number, now: number): string {
  const isSoon = at - now < 20 * 3_600_000
  const clock = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(!isSoon && { weekday: 'long', day: 'numeric', month: 'long' }),
  }).format(at)
  const minutes = Math.ceil((at - now) / 60_000)
  const wait = minutes < 90 ? count(minutes, 'minute') : count(Math.round(minutes / 60), 'hour')
  return isSoon ? `at ${clock}, in ${wait}` : `on ${clock}`
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`
}

function modelWords({ kind, model }: ProviderFacts): string {
  if (kind === 'ollama')
    return `Ollama has no model ${model}. Get it on that computer with “ollama pull ${model}”, or choose another in the settings.`
  if (kind === 'anthropic')
    return `Anthropic has no model ${model || 'of that name'}, or your key may not use it. Choose another in the settings.`
  return `The model server has no model ${model}. Choose one of its models in the settings.`
}

function unreachableWords(text: string, { kind, baseUrl }: ProviderFacts): string {
  const isRefused = /ECONNREFUSED|connection refused/i.test(text)
  const isCertificate = /CERT_|SELF_SIGNED|SSL|certificate/i.test(text)
  const isDropped = /ECONNRESET|dropped|socket hang up/i.test(text)
  const where = baseUrl === undefined ? '' : ` at ${baseUrl}`
  if (isCertificate)
    return `The connection to the model server${where} is not safe: its certificate is not trusted by this computer.`
  if (isDropped)
    return 'The connection broke off in the middle of an answer, several times. Check the network, then try again.'
  if (kind === 'ollama')
    return `Nothing answers${where}. Is Ollama running? Start it with “ollama serve”, or set its address in the settings.`
  if (kind === 'compatible')
    return isRefused
      ? `Nothing answers${where}. Is the model server running, and is the address right?`
      : `The model server${where} can’t be reached. Check that it runs, that the address is right, and the network of this computer.`
  return 'Anthropic can’t be reached. Check the internet connection of this computer, then try again.'
}

function amountIn(text: string): string {
  const amount = /\(\$([\d.]+)\)/.exec(text)?.[1]
  return amount === undefined ? '' : ` of $${Number(amount).toFixed(2)}`
}

function stepsIn(text: string): string {
  const steps = /turns \((\d+)\)/.exec(text)?.[1]
  return steps === undefined ? 'as many steps as one turn may have' : count(Number(steps), 'step')
}

function engineWords(text: string): Words {
  if (/SIGKILL|out of memory|heap|code 137/i.test(text))
    return {
      text: 'The engine’s program was ended by the system, which mostly means that the memory of this computer ran out. Close something, then continue.',
      action: 'continue',
    }
  if (/ENOSPC|no space left/i.test(text))
    return {
      text: 'The disk of this computer is full, so the engine can’t work. Free some space, then continue.',
      action: 'continue',
    }
  if (/ENOENT|EACCES|not executable|exec format|spawn /i.test(text))
    return {
      text: 'The engine’s program can’t be started. Install it again in the settings or with “bloby engine install claude”.',
      action: 'retry',
    }
  return {
    text: `The engine’s program ended by itself.${lastLine(text)} You can continue.`,
    action: 'continue',
  }
}

function lastLine(text: string): string {
  const line = text
    .split('\n')
    .map((each) => each.trim())
    .findLast((each) => each !== '')
  return line === undefined ? '' : ` It said: “${line.slice(0, mostQuoted)}”.`
}
