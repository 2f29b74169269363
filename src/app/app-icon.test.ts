import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryDirectory } from '../system/temporary-directory.test-kit.ts'
import { createAppManifest } from './app-manifest.ts'

/** The beginning of a PNG is what is looked at. */
function png(width: number, height = width): Buffer {
  const bytes = Buffer.alloc(40)
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bytes)
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}

function manifestWith(files: Record<string, string | Buffer>) {
  const workspace = temporaryDirectory()
  for (const [name, content] of Object.entries(files)) writeFileSync(join(workspace, name), content)
  return { workspace, manifest: createAppManifest(workspace) }
}

it('the icon of app.json is its picture, at an address of its content', () => {
  const { workspace, manifest } = manifestWith({ 'app.json': '{"icon": "icon.png"}', 'icon.png': png(512) })
  expect(manifest.reload()).toEqual([])
  const first = manifest.icon()
  expect(first).toMatchObject({ size: 512, bytes: png(512), hash: expect.stringMatching(/^[\w-]{32}$/) })
  writeFileSync(join(workspace, 'icon.png'), png(192))
  expect(manifest.icon()).toMatchObject({ size: 192 })
  expect(manifest.icon()?.hash).not.toBe(first?.hash)
})

it.each([
  ['.env', 'SECRET=1', 'must be a square PNG'],
  ['icon.png', png(64), 'must be a square PNG'],
  ['icon.png', png(512, 256), 'must be a square PNG'],
  ['icon.png', Buffer.alloc(0), 'must be a square PNG'],
  ['missing.png', undefined, 'does not exist'],
  ['../icon.png', undefined, 'leads out of the workspace'],
])('what is no such picture is no icon, and is said: %s', (icon, content, words) => {
  const { manifest } = manifestWith({
    'app.json': JSON.stringify({ icon }),
    ...(content !== undefined && { [icon]: content }),
  })
  expect(manifest.reload()).toMatchObject([{ id: 'file:icon', detail: expect.stringContaining(words) }])
  expect(manifest.icon()).toBeUndefined()
})

it('a link is no icon', () => {
  const { workspace, manifest } = manifestWith({ 'app.json': '{"icon": "icon.png"}', 'real.png': png(512) })
  symlinkSync(join(workspace, 'real.png'), join(workspace, 'icon.png'))
  expect(manifest.reload()).toHaveLength(1)
})
