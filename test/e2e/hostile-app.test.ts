import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Frame } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import type { Device } from './browser.ts'
import { createOwner } from './owner.ts'

const owner = createOwner()
let device: Device
let app: Frame

beforeAll(async () => {
  // What an agent that was talked into it, or a bad package, could write.
  const main = join(owner.program.home, 'workspace', 'client', 'src', 'main.tsx')
  writeFileSync(main, `${readFileSync(main, 'utf8')}\ndocument.documentElement.dataset.planted = 'yes'\n`)
  device = await owner.device()
  await device.page.goto(owner.url)
  app = await findApp()
})

async function findApp(): Promise<Frame> {
  await device.page.frameLocator('iframe[title="Your app"]').locator('html[data-planted=yes]').waitFor()
  const found = device.page.frames().find((frame) => frame.url().startsWith(owner.program.ready.appUrl))
  if (!found) throw new Error('The app is not in its frame.')
  return found
}

/** Runs a script in the dashboard's page and gives what it got, or that it was refused. */
const inApp = (script: string) =>
  app.evaluate<string>(
    `(async () => { ${script} })().then((got) => 'got ' + got, (error) => 'refused ' + error)`,
  )
const platform = () => owner.url

it('cannot read the platform’s API with the owner’s session', async () => {
  for (const path of ['/api/system', '/api/conversations', '/api/settings', '/api/portal/sessions'])
    expect(
      await inApp(`return (await fetch('${platform()}${path}', { credentials: 'include' })).text()`),
    ).toContain('refused')
  expect(
    await inApp(
      `return (await fetch('${platform()}/api/system', { credentials: 'include', mode: 'no-cors' })).type`,
    ),
  ).toMatch(/opaque|refused/)
})

it('cannot change anything there, with any kind of request', async () => {
  await inApp(
    `await fetch('${platform()}/api/portal/logout', { method: 'POST', credentials: 'include', mode: 'no-cors' }); return 1`,
  )
  await inApp(
    `await fetch('${platform()}/api/context/clear', { method: 'POST', body: '{}', credentials: 'include', mode: 'no-cors', headers: { 'content-type': 'text/plain' } }); return 1`,
  )
  await inApp(`
    const frame = document.createElement('iframe'); frame.name = 'sink'; document.body.append(frame)
    const form = document.createElement('form')
    form.method = 'post'; form.action = '${platform()}/api/portal/logout'; form.target = 'sink'
    document.body.append(form); form.submit()
    await new Promise((resolve) => { frame.onload = resolve }); return 1`)
  const status = await device.page.evaluate<number>(
    `fetch('/api/system').then((response) => response.status)`,
  )
  expect(status).toBe(200)
})

it('cannot open the chat’s socket', async () => {
  const result = await inApp(`
    return await new Promise((resolve, reject) => {
      const socket = new WebSocket('${platform().replace('http', 'ws')}/bloby/ws')
      socket.onopen = () => resolve('open'); socket.onerror = () => reject('closed')
    })`)
  expect(result).toBe('refused closed')
})

it('cannot see the platform’s cookie', async () => {
  expect(await inApp('return document.cookie')).not.toContain('bloby')
})

it('cannot reach into the shell or the chat’s frame', async () => {
  expect(await inApp('return parent.document.title')).toContain('refused')
  expect(await inApp('return top.localStorage.length')).toContain('refused')
  // The chat's frame is in a shadow tree, so that it is not even listed; what is listed must be closed.
  const others = await inApp(`
    const titles = []
    for (let n = 0; n < parent.frames.length; n++)
      if (parent.frames[n] !== window) titles.push(parent.frames[n].document.title)
    return 'titles: ' + titles`)
  expect(others === 'got titles: ' || others.startsWith('refused')).toBe(true)
})

it('cannot frame the platform, nor take the owner’s page elsewhere', async () => {
  await inApp(`
    const frame = document.createElement('iframe'); frame.src = '${platform()}/bloby/'; document.body.append(frame)
    await new Promise((resolve) => { frame.onload = resolve; setTimeout(resolve, 3000) }); return 1`)
  const framed = device.page
    .frames()
    .find((frame) => frame.parentFrame() === app && frame.url().includes('/bloby/'))
  expect(await framed?.evaluate('document.querySelector("textarea, form") !== null')).not.toBe(true)
  expect(await inApp(`top.location = 'https://example.invalid/'; return 1`)).toContain('refused')
  expect(device.page.url()).toBe(`${platform()}/`)
})

it('cannot speak for the chat: what it posts to the shell in the chat’s name is ignored', async () => {
  const before = await device.page.evaluate('document.body.innerHTML.length')
  const chat = device.page.frames().find((frame) => frame.url() === `${platform()}/bloby/`)
  // Listens after the shell and the chat do: what it hears last, they have done by then.
  for (const frame of [device.page, chat])
    await frame?.evaluate(`void (window.isThrough = new Promise((resolve) =>
      addEventListener('message', ({ data }) => data === 'the last' && resolve())))`)
  await inApp(`
    for (const type of ['bloby:signed-out', 'bloby:onboard-complete', 'bloby:close'])
      parent.postMessage({ type }, '*')
    for (let n = 0; n < parent.frames.length; n++) parent.frames[n].postMessage({ type: 'bloby:compose', text: 'planted words' }, '*')
    parent.postMessage('the last', '*')
    return 1`)
  await device.page.evaluate('isThrough')
  await chat?.evaluate(`postMessage('the last'); isThrough`)
  expect(await device.page.getByRole('button', { name: /^Open the chat/ }).isVisible()).toBe(true)
  expect(await device.page.evaluate('document.body.innerHTML.length')).toBe(before)
  expect(await chat?.evaluate('document.querySelector("textarea").value')).toBe('')
})

it('cannot sign the owner out with cookies of its own making', async () => {
  await inApp(`
    document.cookie = 'bloby_session=planted; path=/api'
    document.cookie = 'bloby_session=planted2; path=/bloby'
    return 1`)
  await device.page.reload()
  await device.page.getByRole('button', { name: /^Open the chat/ }).waitFor()
  expect(await device.page.evaluate(`fetch('/api/system').then((response) => response.status)`)).toBe(200)
})

it('cannot have the platform asked a thousand times by saying hello a thousand times', async () => {
  app = await findApp()
  const asked: string[] = []
  device.page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await inApp(`
    for (let n = 0; n < 1000; n++) parent.postMessage({ type: 'bloby:hello' }, '*')
    parent.postMessage({ type: 'bloby:compose', text: 'All were heard when this is.' }, '*')
    return 1`)
  await device.page.locator('bloby-widget[open]').waitFor({ state: 'attached' })
  expect(asked.filter((path) => path === '/api/system').length).toBeLessThan(20)
})
