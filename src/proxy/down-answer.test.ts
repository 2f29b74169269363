import { afterEach, describe, expect, it } from 'vitest'
import type { DownNotice } from './error-page.ts'
import { createStage, signal } from './test-sockets.test-kit.ts'

const stage = createStage()
afterEach(() => stage.clear())

const starting: DownNotice = { state: 'starting', title: 'The app is starting', detail: 'One moment.' }
const down: DownNotice = { state: 'down', title: 'The app has stopped', detail: 'It crashed.' }
const navigation = { accept: 'text/html,*/*;q=0.8', 'sec-fetch-dest': 'iframe' }

async function answer(headers: Record<string, string>, notice?: DownNotice, init: RequestInit = {}) {
  const port = await stage.proxy(await stage.refusingOrigin(), notice && { whenDown: () => notice })
  return fetch(`http://127.0.0.1:${port}/some/page?x=1`, { headers, ...init })
}

describe('an upstream that cannot be reached', () => {
  it('is a 502 page for navigations', async () => {
    const response = await answer(navigation, down)
    expect(response.status).toBe(502)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.has('retry-after')).toBe(false)
    expect(await response.text()).toContain('<h1>The app has stopped</h1>')
  })

  it('is a 503 page with Retry-After while it starts', async () => {
    const response = await answer({ accept: 'text/html' }, starting)
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('2')
    expect(await response.text()).toContain('<h1>The app is starting</h1>')
  })

  it.each([
    ['an API call', { accept: 'application/json' }],
    ['anything', {}],
    ['a fetch that would take HTML', { accept: 'text/html', 'sec-fetch-dest': 'empty' }],
    ['a script', { accept: '*/*', 'sec-fetch-dest': 'script' }],
  ])('is JSON for %s', async (_name, headers) => {
    const response = await answer(headers as Record<string, string>, down)
    expect(response.status).toBe(502)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual({
      error: { code: 'unavailable', message: 'The app has stopped. It crashed.' },
    })
  })

  it('has words of its own where the target gives none', async () => {
    const response = await answer({})
    expect(await response.text()).toContain('The app is not answering. ')
  })

  it('gives a page that was posted to no repetition of the post', async () => {
    const response = await answer(navigation, down, { method: 'POST', body: 'x' })
    const html = await response.text()
    expect(html).toContain('Go back and send it again.')
    expect(html).not.toMatch(/<script|http-equiv="refresh"/)
  })

  it('answers a HEAD without a body', async () => {
    const response = await answer(navigation, down, { method: 'HEAD' })
    expect([response.status, await response.text()]).toEqual([502, ''])
  })

  it('says the same notice under the same mark on page and JSON, and another under another', async () => {
    const mark = async (...args: Parameters<typeof answer>) =>
      (await answer(...args)).headers.get('bloby-notice')
    expect(await mark(navigation, down)).toBe(await mark({}, down))
    expect(await mark({}, down)).not.toBe(await mark({}, starting))
  })

  it('is a 502 when it hangs up before it has answered', async () => {
    const origin = await stage.rawUpstream((socket) => {
      socket.once('data', () => socket.end())
    })
    expect((await fetch(`http://127.0.0.1:${await stage.proxy(origin)}/`)).status).toBe(502)
  })

  it('is a 502 when it does not speak HTTP', async () => {
    const origin = await stage.rawUpstream((socket) => {
      socket.once('data', () => socket.end('220 mail.example ESMTP\r\n'))
    })
    expect((await fetch(`http://127.0.0.1:${await stage.proxy(origin)}/`)).status).toBe(502)
  })

  it('is a 504 when it never answers', async () => {
    const origin = await stage.rawUpstream(() => undefined)
    const port = await stage.proxy(origin, {}, { headersTimeoutMs: 20 })
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(504)
  })

  it('serves again as soon as it is back', async () => {
    let isDown = true
    const origin = await stage.rawUpstream((socket) => {
      if (isDown) socket.destroy()
      else socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
    })
    const port = await stage.proxy(origin)
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(502)
    isDown = false
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200)
  })
})

it('an editor of headers that throws is an error of ours, not the end of the program', async () => {
  const origin = await stage.upstream((_req, res) => res.end('ok'))
  const fail = () => {
    throw new TypeError('a bug')
  }
  const request = await fetch(`http://127.0.0.1:${await stage.proxy(origin, { editRequestHeaders: fail })}/`)
  expect(request.status).toBe(500)
  expect(await request.json()).toMatchObject({ error: { code: 'internal' } })
  const response = await fetch(
    `http://127.0.0.1:${await stage.proxy(origin, { editResponseHeaders: fail })}/`,
  )
  expect(response.status).toBe(502)
})

it('a notice is asked for when it is needed', async () => {
  const asked = signal<void>()
  const port = await stage.proxy(await stage.refusingOrigin(), {
    whenDown() {
      asked.resolve()
      return starting
    },
  })
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(503)
  await asked.promise
})
