import * as v from 'valibot'
import { expect } from 'vitest'
import type { Device, DeviceOptions } from './browser.ts'
import { expectNothingWrong } from './find-problems.ts'
import { createOwner, type Owner } from './owner.ts'

export interface SettingsPages extends Owner {
  /** A new device, with the chat in a tab of its own and a page of the settings open, named by the address. */
  open(page: string, options?: DeviceOptions): Promise<Device>
  /** Opens a page in each width and theme in which it is looked at, takes a picture, and expects nothing wrong. */
  lookAt(page: string, ready: (page: Device['page']) => Promise<unknown>): Promise<void>
  read<T>(address: string, schema: v.GenericSchema<unknown, T>): Promise<T>
}

/** Every width and theme in which pictures are looked at. */
export const looks: readonly Required<Pick<DeviceOptions, 'width' | 'height' | 'theme'>>[] = [
  { width: 1280, height: 900, theme: 'light' },
  { width: 390, height: 844, theme: 'dark' },
  { width: 320, height: 800, theme: 'light' },
]

/** The owner, with what the tests of the settings do. */
export function createSettingsPages(): SettingsPages {
  const owner = createOwner()

  async function open(page: string, options: DeviceOptions = {}) {
    const made = await owner.device(options)
    await made.page.goto(`${owner.url}/bloby/#settings/${page}`)
    await made.page.getByRole('dialog', { name: 'Settings' }).waitFor()
    return made
  }

  return Object.assign(owner, {
    open,
    async lookAt(name: string, ready: (page: Device['page']) => Promise<unknown>) {
      for (const look of looks) {
        const made = await open(name, look)
        await ready(made.page)
        await made.picture(`settings-${name}-${look.width}-${look.theme}`)
        await expectNothingWrong(made)
        await made.close()
      }
    },
    async read<T>(address: string, schema: v.GenericSchema<unknown, T>) {
      const response = await owner.api.fetch(address)
      expect(response.status).toBe(200)
      return v.parse(schema, await response.json())
    },
  })
}
