import { expect, test } from 'vitest'
import { shownName, storedName } from './file-name.ts'

test.each([
  ['photo.png', 'photo.png', '2026-11-21-photo.png'],
  ['My  summer photo.PNG', 'My  summer photo.PNG', '2026-11-21-My-summer-photo.PNG'],
  ['../../etc/passwd', 'passwd', '2026-11-21-passwd'],
  ['C:\\Users\\me\\a.txt', 'a.txt', '2026-11-21-a.txt'],
  ['.env', '.env', '2026-11-21-env'],
  ['..', 'file', '2026-11-21-file'],
  ['', 'file', '2026-11-21-file'],
  ['/', 'file', '2026-11-21-file'],
  ['-rf', '-rf', '2026-11-21-rf'],
  ['CON', 'CON', '2026-11-21-CON'],
  ['a.', 'a.', '2026-11-21-a'],
  ['$(reboot)`x`;".sh', '$(reboot)`x`;".sh', '2026-11-21-reboot-x.sh'],
  ['a\u0000b\nc\u202egnp.exe', 'abcgnp.exe', '2026-11-21-abcgnp.exe'],
  ['Gru\u0308\u00dfe \u{1f331}.md', 'Grüße 🌱.md', '2026-11-21-Grüße-🌱.md'],
  ['\ud800.txt', '\ufffd.txt', '2026-11-21-\ufffd.txt'],
])('%j is shown as %j and stored as %j', (name, shown, stored) => {
  expect(shownName(name)).toBe(shown)
  expect(storedName(name, '2026-11-21', 1)).toBe(stored)
})

test('long names are cut between characters and keep their extension', () => {
  const name = `${'🌱'.repeat(300)}.jpeg`
  expect(shownName(name)).toHaveLength(119)
  expect(storedName(name, '2026-11-21', 1)).toBe(`2026-11-21-${'🌱'.repeat(30)}.jpeg`)
  expect(storedName(`a.${'b'.repeat(300)}`, '2026-11-21', 1).length).toBe(131)
})

test('the second of a name is told apart before its extension', () => {
  expect(storedName('photo.png', '2026-11-21', 2)).toBe('2026-11-21-photo-2.png')
})
