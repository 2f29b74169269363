import { describe, expect, it } from 'vitest'
import { type AppFacts, problemOf, sightOf } from './app-sight.ts'

const client = { id: 'client', title: 'The dashboard does not compile' }
const backend = { id: 'backend', title: 'The backend stopped' }
const shown: AppFacts = {
  hasFrame: true,
  isDrawn: true,
  preparing: undefined,
  problem: undefined,
  pageProblem: undefined,
  dismissed: undefined,
  isReachable: true,
  building: 'no',
  failure: undefined,
}
const nothing = { screen: undefined, note: undefined }

describe('an app that is drawn', () => {
  it('is left alone', () => {
    expect(sightOf(shown)).toEqual(nothing)
  })

  it.each([
    ['does not compile any more', { problem: client }, { kind: 'broken', problem: client }],
    ['lost its backend', { problem: backend }, { kind: 'broken', problem: backend }],
    ['is built', { building: 'rebuilding' }, { kind: 'rebuilding' }],
    ['was built', { building: 'rebuilt' }, { kind: 'rebuilt' }],
    [
      'does not compile, which says more than a build',
      { problem: client, building: 'rebuilt' },
      { kind: 'broken', problem: client },
    ],
    ['is on a machine that is away', { isReachable: false, problem: client }, { kind: 'unreachable' }],
  ] as const)('has a note when it %s, and is never covered', (_, facts, note) => {
    expect(sightOf({ ...shown, ...facts })).toEqual({ screen: undefined, note })
  })

  it('has no note of a problem that was dismissed, until there is another', () => {
    expect(sightOf({ ...shown, problem: client, dismissed: { ...client } })).toEqual(nothing)
    const other = { ...client, detail: 'client/src/app.tsx:3:1: Expected a semicolon' }
    expect(sightOf({ ...shown, problem: other, dismissed: client }).note).toEqual({
      kind: 'broken',
      problem: other,
    })
  })
})

describe('an app whose page says that an error left it empty', () => {
  const page = { id: 'page', title: 'The dashboard stopped with an error' }

  it('is covered by that, or by what keeps it from being mended', () => {
    const empty = { ...shown, pageProblem: page }
    expect(sightOf(empty).screen).toEqual({ kind: 'broken', problem: page })
    expect(sightOf({ ...empty, isDrawn: false, problem: backend }).screen).toEqual({
      kind: 'broken',
      problem: page,
    })
    expect(sightOf({ ...empty, problem: client }).screen).toEqual({ kind: 'broken', problem: client })
    expect(sightOf({ ...empty, isReachable: false }).note).toEqual({ kind: 'unreachable' })
  })
})

describe('an app that is not drawn', () => {
  const blank: AppFacts = { ...shown, isDrawn: false }

  it('is covered by what is wrong with it, whatever was dismissed', () => {
    expect(sightOf({ ...blank, problem: client, dismissed: client })).toEqual({
      screen: { kind: 'broken', problem: client },
      note: undefined,
    })
  })

  it('is not covered for the backend’s sake: the page may draw without it', () => {
    expect(sightOf({ ...blank, problem: backend })).toEqual({
      screen: undefined,
      note: { kind: 'broken', problem: backend },
    })
  })

  it('is preceded by what is being done, or by what stopped that', () => {
    const preparing = { ...blank, hasFrame: false, preparing: { step: 'Installing' } }
    expect(sightOf({ ...preparing, problem: client }).screen).toEqual({
      kind: 'preparing',
      step: 'Installing',
    })
    const packages = { id: 'packages', title: 'No network' }
    expect(sightOf({ ...preparing, preparing: { step: undefined }, problem: packages }).screen).toEqual({
      kind: 'broken',
      problem: packages,
    })
  })

  it('says that the machine is away once: in its place, or beside what else is wrong', () => {
    expect(sightOf({ ...blank, hasFrame: false, isReachable: false })).toEqual({
      screen: { kind: 'unreachable' },
      note: undefined,
    })
    expect(sightOf({ ...blank, isReachable: false, problem: client })).toEqual({
      screen: { kind: 'broken', problem: client },
      note: { kind: 'unreachable' },
    })
  })
})

it('of several problems the one that hides the app comes first, and those of others are not the app’s', () => {
  const file = { id: 'file:CRONS.json', title: 'x' }
  const packages = { id: 'packages', title: 'x' }
  const of = (isReady: boolean, ...problems: { id: string; title: string }[]) =>
    problemOf({ app: { name: 'Home', isReady, updates: 0 }, problems })
  expect(of(true, file, backend, client)).toBe(client)
  expect(of(true, file, packages)).toBeUndefined()
  expect(of(false, file, packages)).toBe(packages)
  expect(of(false, file)).toBe(file)
})
