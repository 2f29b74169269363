import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { listSkills } from './list-skills.ts'

function workspaceWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'bloby-skills-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

it('skills are listed by name with what they are for, and one whose name is taken by its plugin too', async () => {
  const workspace = workspaceWith({
    'skills/kitchen/.claude-plugin/plugin.json': '{"name": "kitchen"}',
    'skills/kitchen/skills/tea/SKILL.md': '---\ndescription: Makes tea.\n---\nBoil water.',
    'skills/kitchen/skills/brew/SKILL.md': '---\ndescription: "Brews: coffee"\n---\n',
    'skills/kitchen/skills/hidden/SKILL.md': '---\ndisable-model-invocation: true\n---\n',
    'skills/office/.claude-plugin/plugin.json': '{"name": "office"}',
    'skills/office/skills/tea/SKILL.md': 'A break.',
    'skills/broken/.claude-plugin/plugin.json': 'no json',
  })
  expect(await listSkills(workspace)).toEqual([
    { name: 'brew', description: 'Brews: coffee' },
    { name: 'office:tea', description: '' },
    { name: 'tea', description: 'Makes tea.' },
  ])
})

it('a workspace without skills has none', async () => {
  expect(await listSkills(workspaceWith({ 'app.json': '{}' }))).toEqual([])
})
