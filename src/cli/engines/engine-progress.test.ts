import { expect, it } from 'vitest'
import { createEngineProgress } from './engine-progress.ts'

function shown(isTTY: boolean, shares: number[]): string {
  let text = ''
  const progress = createEngineProgress({ isTTY, write: (more) => (text += more) })
  for (const share of shares) progress.show({ name: 'acme', version: '1.2.3', status: 'installing', share })
  progress.show({ name: 'acme', version: '1.2.3', status: 'ready' })
  progress.end()
  return text
}

it('a terminal gets one line that is written anew, and an empty one at the end', () => {
  const line = (percent: number) => `\r\x1b[KInstalling the acme engine 1.2.3: ${percent} %`
  expect(shown(true, [0, 0.01, 0.5])).toBe(`${line(0)}${line(1)}${line(50)}\r\x1b[K`)
})

it('a log gets a line for each tenth', () => {
  expect(shown(false, [0, 0.04, 0.09, 0.1, 0.19, 0.35, 0.99])).toBe(
    [0, 10, 35, 99].map((percent) => `Installing the acme engine 1.2.3: ${percent} %\n`).join(''),
  )
})
