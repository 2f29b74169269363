import * as v from 'valibot'
import { expect } from 'vitest'
import { type ApiClient, claim } from './api.ts'
import { type Device, type DeviceOptions, launchBrowser } from './browser.ts'
import { findProblems } from './find-problems.ts'
import { type Program, startProgram } from './start-program.ts'

export interface SettingsPages {
  readonly program: Program
  readonly api: ApiClient
  /** A new device, with the chat in a tab of its own and a page of the settings open, named by the address. */
  open(page: string, options?: DeviceOptions): Promise<Device>
  /** A new device that is signed in and shows nothing yet. */
  device(options?: DeviceOptions): Promise<Device>
  /** Opens a page in each width and theme in which it is looked at, takes a picture, and expects nothing wrong. */
  lookAt(page: string, ready: (page: Device['page']) => Promise<unknown>): Promise<void>
  read<T>(address: string, schema: v.GenericSchema<unknown, T>): Promise<T>
  dispose(): Promise<void>
}

export const patience = { timeout: 20_000 }

/** Every width and theme in which pictures are looked at. */
export const looks: readonly Required<Pick<DeviceOptions, 'width' | 'height' | 'theme'>>[] = [
  { width: 1280, height: 900, theme: 'light' },
  { width: 390, height: 844, theme: 'dark' },
  { width: 320, height: 800, theme: 'light' },
]

/** The program, claimed, and a browser for its settings. */
export async function openSettingsPages(): Promise<SettingsPages> {
  const program = await startProgram()
  const api = await claim(program.ready, { password: 'correct horse', name: 'Ada' })
  const browser = await launchBrowser()
  const { url } = program.ready

  async function device(options: DeviceOptions = {}) {
    const made = await browser.device(options)
    await made.context.addCookies([
      { name: 'bloby_session', value: api.token, url, httpOnly: true, sameSite: 'Lax' },
    ])
    return made
  }

  async function open(page: string, options: DeviceOptions = {}) {
    const made = await device(options)
    await made.page.goto(`${url}/bloby/#settings/${page}`)
    await made.page.getByRole('dialog', { name: 'Settings' }).waitFor(patience)
    return made
  }

  return {
    ...{ program, api, device, open },
    async lookAt(name, ready) {
      for (const look of looks) {
        const made = await open(name, look)
        await ready(made.page)
        await made.picture(`settings-${name}-${look.width}-${look.theme}`)
        await expectNothingWrong(made)
        await made.close()
      }
    },
    async read(address, schema) {
      const response = await api.fetch(address)
      expect(response.status).toBe(200)
      return v.parse(schema, await response.json())
    },
    async dispose() {
      await browser.close()
      await program.dispose()
    },
  }
}

export async function expectNothingWrong({ page, errors }: Device): Promise<void> {
  expect(await findProblems(page)).toEqual([])
  expect(errors).toEqual([])
}
