import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AppProblem } from './app-sight.ts'
import { createPageProblem } from './page-problem.ts'

const error = { message: 'There is no such card\nLook', place: 'client/src/app.tsx' }
const problem = {
  id: 'page',
  title: 'The dashboard stopped with an error',
  detail: 'client/src/app.tsx: There is no such card\nLook',
  lines: ['There is no such card', 'Look'],
}
const told: (AppProblem | undefined)[] = []
const pageProblem = () => createPageProblem((problem) => void told.push(problem))
const pass = () => vi.advanceTimersByTime(500)

beforeEach(() => {
  vi.useFakeTimers()
  told.length = 0
})
afterEach(() => {
  vi.useRealTimers()
})

describe('what the page says of itself', () => {
  it('counts when nothing follows: one that is broken said hello before, one that is mended says no more', () => {
    const page = pageProblem()
    page.greeted()
    page.broke(error)
    pass()
    expect(told).toEqual([problem])
    page.greeted()
    page.broke({ message: 'Another' })
    pass()
    page.greeted()
    pass()
    expect(told.slice(1)).toMatchObject([{ detail: 'Another' }, undefined])
  })

  it('is of the load that is heard of at the same time, before or after, and over with the next load', () => {
    const page = pageProblem()
    page.broke(error)
    page.loaded()
    pass()
    page.loaded()
    page.broke(error)
    pass()
    expect(told).toEqual([problem, problem])
    page.loaded()
    pass()
    expect(told.at(-1)).toBeUndefined()
  })

  it('is not heard of who talks without end', () => {
    const page = pageProblem()
    for (let count = 0; count < 1000; count++) {
      page.broke(error)
      page.greeted()
      vi.advanceTimersByTime(100)
    }
    expect(told).toEqual([])
  })

  it('is not heard any more once it was dismissed, until another page is loaded', () => {
    const page = pageProblem()
    page.broke(error)
    pass()
    page.dismiss()
    page.broke({ message: 'Another' })
    page.greeted()
    page.broke(error)
    pass()
    expect(told).toEqual([problem, undefined])
    // The news of a load may come after what its page said.
    page.broke(error)
    page.loaded()
    pass()
    expect(told.at(-1)).toEqual(problem)
  })
})
