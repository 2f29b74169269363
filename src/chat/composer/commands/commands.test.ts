import { describe, expect, it } from 'vitest'
import { commandsOf, matching } from './commands.ts'

const skills = [
  { name: 'add-card', description: 'Adds a card.' },
  { name: 'office:tea', description: '' },
  { name: 'stop', description: 'Has the name of a command.' },
]
const names = (source: Parameters<typeof commandsOf>[0]) => commandsOf(source).map(({ name }) => name)

describe('the commands that are offered', () => {
  it('have the workspace’s skills where the engine knows skills, and no undo where there is nothing to go back to', () => {
    expect(names({ skills, provider: 'anthropic', model: 'm-1' })).toEqual([
      ...['new', 'stop', 'model', 'help'],
      ...['add-card', 'office:tea'],
    ])
  })

  it('have undo with the demo engine, which understands it, and no skills', () => {
    expect(names({ skills, provider: 'demo', model: '' })).toEqual(['new', 'stop', 'undo', 'model', 'help'])
  })

  it('are those that always work while the server cannot be asked', () => {
    expect(names(null)).toEqual(['new', 'stop', 'model', 'help'])
  })

  it('say which model it is, and what a skill is for', () => {
    const commands = commandsOf({ skills, provider: 'anthropic', model: 'm-1' })
    const words = new Map(commands.map(({ name, description }) => [name, description]))
    expect(words.get('model')).toContain('m-1')
    expect(words.get('add-card')).toBe('Adds a card.')
    expect(words.get('office:tea')).not.toBe('')
  })
})

describe('a text in the field', () => {
  const commands = commandsOf({ skills, provider: 'anthropic', model: '' })
  it.each([
    ['/', 6],
    ['/st', 1],
    ['/ADD', 1],
    ['/office:t', 1],
    ['/etc', 0],
    ['/etc/hosts', 0],
    ['/stop it', 0],
    ['stop', 0],
    [' /stop', 0],
  ])('%j begins %i commands', (text, count) => {
    expect(matching(commands, text)).toHaveLength(count)
  })
})
