import { expect, test } from 'vitest'
import { AppError } from '../../system/errors.ts'
import {
  errorCodeOf,
  errorNotice,
  type Failure,
  isLostSession,
  maskSecrets,
  type ProviderFacts,
  processNotice,
  shouldGiveUp,
} from './errors.ts'
import { recording } from './replay.test-kit.ts'

const now = 1_800_000_000_000
const anthropic: ProviderFacts = { kind: 'anthropic', model: '', auth: 'key' }
const login: ProviderFacts = { ...anthropic, auth: 'login' }
const ollama: ProviderFacts = {
  kind: 'ollama',
  model: 'qwen3:8b',
  baseUrl: 'http://localhost:11434',
  auth: 'key',
}
const compatible: ProviderFacts = {
  kind: 'compatible',
  model: 'big',
  baseUrl: 'http://10.0.0.5:8000',
  auth: 'key',
}

test.each<[Failure, ProviderFacts, string]>([
  [{ status: 401, text: 'invalid x-api-key' }, anthropic, 'bad-key'],
  [{ status: 401, text: 'Invalid bearer token' }, login, 'login-expired'],
  [{ text: 'Login expired · Please run /login' }, login, 'login-expired'],
  [{ text: 'OAuth token has expired' }, anthropic, 'login-expired'],
  [{ text: 'Not logged in · Please run /login' }, login, 'login-expired'],
  [{ status: 402, text: '' }, compatible, 'no-credit'],
  [
    { status: 400, type: 'invalid_request_error', text: 'Your credit balance is too low' },
    anthropic,
    'no-credit',
  ],
  [{ status: 429, text: '' }, anthropic, 'rate-limit'],
  [{ text: "You've hit your limit · resets 3pm" }, login, 'rate-limit'],
  [{ status: 503, text: 'loading model' }, ollama, 'overloaded'],
  [{ status: 404, text: 'model "qwen3:8b" not found, try pulling it first' }, ollama, 'model-not-found'],
  [{ status: 404, text: '404 page not found' }, compatible, 'bad-request'],
  [{ text: 'fetch failed ENOTFOUND' }, anthropic, 'unreachable'],
  [{ text: 'connect ETIMEDOUT 10.0.0.5:8000' }, compatible, 'unreachable'],
  [
    { status: 400, text: 'prompt is too long: 205000 tokens > 200000 maximum' },
    anthropic,
    'context-too-long',
  ],
  [{ status: 400, text: 'exceeds the available context window' }, compatible, 'context-too-long'],
  [{ status: 400, text: 'tools: bad schema' }, compatible, 'bad-request'],
  [{ status: 500, text: 'oops' }, compatible, 'provider-error'],
  [{ text: 'whatever' }, anthropic, 'engine-failed'],
])('%j is told apart', (failure, provider, code) => {
  expect(errorCodeOf(failure, provider)).toBe(code)
})

test('Ollama’s errors say what to type', () => {
  const gone = errorNotice({ text: 'ECONNREFUSED' }, ollama, now)
  expect(gone.text).toContain('Is Ollama running?')
  expect(gone.text).toContain('http://localhost:11434')
  const missing = errorNotice({ status: 404, type: 'not_found_error', text: '' }, ollama, now)
  expect(missing.text).toContain('ollama pull qwen3:8b')
})

test('another server is named by its address', () => {
  expect(errorNotice({ text: 'ECONNREFUSED' }, compatible, now).text).toContain('http://10.0.0.5:8000')
})

test('a rate limit that ends another day has its date', () => {
  const retryAt = now + 3 * 86_400_000
  expect(errorNotice({ status: 429, text: '', retryAt }, anthropic, now).text).toMatch(/Try again on \w+/)
})

test('what the provider said has no keys in it', () => {
  const text = 'Incorrect key sk-ant-api03-abcdefghijk provided'
  const notice = errorNotice({ status: 403, text }, anthropic, now)
  expect(notice.text).toContain('sk-ant-…')
  expect(notice.text).not.toContain('abcdefghijk')
})

test.each([
  ['sk-ant-api03-AAAABBBBCCCC is wrong', 'sk-ant-… is wrong'],
  ['Authorization: Bearer abcdefghijklmnop', 'Authorization: Bearer …'],
  ['{"api_key":"hunter2hunter2"}', '{"api_key":"…"}'],
  ['http://user:secret@host/v1', 'http://…@host/v1'],
  ['task-management of 12 tokens', 'task-management of 12 tokens'],
])('%s is masked', (text, masked) => {
  expect(maskSecrets(text)).toBe(masked)
})

test('what broke the process is in the words', () => {
  const killed = processNotice(new Error('process terminated by signal SIGKILL'), '', anthropic, now)
  expect(killed).toMatchObject({ code: 'engine-failed', action: 'continue' })
  expect(killed.text).toContain('memory')
  const absent = Object.assign(new Error('spawn claude ENOENT'), { code: 'ENOENT' })
  expect(processNotice(absent, '', anthropic, now).text).toContain('bloby engine install claude')
  const loud = processNotice(new Error('exited with code 1'), 'first\nlast words\n', anthropic, now)
  expect(loud.text).toContain('“last words”')
})

test('an error with words for the owner keeps them', () => {
  const error = new AppError('unavailable', 'The engine could not be downloaded.')
  expect(processNotice(error, '', anthropic, now)).toMatchObject({
    code: 'engine-failed',
    text: 'The engine could not be downloaded.',
  })
})

test('only what can’t get better is given up', () => {
  const retry = (error_status: number | null, error: string) =>
    Object.assign(
      { type: 'system', subtype: 'api_retry', error_status, error },
      { attempt: 1, max_retries: 10, retry_delay_ms: 500 },
    )
  for (const [status, error] of [
    [401, 'authentication_failed'],
    [403, 'authentication_failed'],
    [400, 'billing_error'],
    [404, 'model_not_found'],
  ] as const)
    expect(shouldGiveUp(retry(status, error))).toBe(true)
  for (const [status, error] of [
    [429, 'rate_limit'],
    [529, 'overloaded'],
    [500, 'server_error'],
    [408, 'unknown'],
    [null, 'unknown'],
  ] as const)
    expect(shouldGiveUp(retry(status, error))).toBe(false)
  expect(shouldGiveUp({ type: 'result' })).toBe(false)
})

test('a lost session is told from other failures', () => {
  expect(recording('session-lost').some(isLostSession)).toBe(true)
  expect(recording('error-401').some(isLostSession)).toBe(false)
  expect(recording('error-no-sandbox').some(isLostSession)).toBe(false)
})
