import { describe, expect, it } from 'vitest'
import { fallbackTitle, titleAfterAnswer, titleOf } from './title.ts'

const photo = { id: 'f', name: 'photo.png', mediaType: 'image/png', size: 1, path: 'files/photo.png' }

describe('the title of a conversation', () => {
  it.each([
    ['Call the dashboard “Home base”', 'Call the dashboard “Home base”'],
    ['Hi Bloby, can you please sort the notes by time? They jump.', 'Sort the notes by time?'],
    ['please   add **a counter** to `app.tsx`.', 'Add a counter to app.tsx'],
    ['# Plan\n\nfirst this', 'Plan'],
    ['```\nerror: x\n```\nWhy does this happen', 'Why does this happen'],
    [
      'Make the list of the notes shorter, and show the newest one first, with its time',
      'Make the list of the notes shorter, and show…',
    ],
    ['What is this?', 'What is this?'],
    ['ä'.repeat(80), `Ä${'ä'.repeat(47)}…`],
    ['Hello!', ''],
    ['', ''],
  ])('of %j is %j', (content, title) => {
    expect(titleOf(content, [])).toBe(title)
  })

  it('is the first file’s name when nothing is said with it', () => {
    expect(titleOf('  ', [photo])).toBe('photo.png')
    expect(titleOf('hello', [photo])).toBe('photo.png')
  })

  it('of a mere greeting is taken from the answer, its heading first', () => {
    expect(titleAfterAnswer('hello', [], 'Hello! I can change your app. Ask away.')).toBe(
      'I can change your app',
    )
    expect(titleAfterAnswer('hi', [], 'Hello!\n\n## What I can do\n\n- this')).toBe('What I can do')
    expect(titleAfterAnswer('hi', [], '')).toBeUndefined()
    expect(titleAfterAnswer('Sort the notes', [], '# Sorted')).toBeUndefined()
    expect(fallbackTitle('hi')).toBe('hi')
  })
})
