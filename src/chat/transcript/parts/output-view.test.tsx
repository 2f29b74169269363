import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { OutputView } from './output-view.tsx'

const output = Array.from({ length: 100 }, (_, index) => `line ${index + 1}.`).join('\n')

it('a file is shown from its beginning with unbroken lines, what a command printed from its end', () => {
  const file = renderToStaticMarkup(<OutputView output={output} isFile />)
  expect(file).toContain('line 1.')
  expect(file).not.toContain('line 100.')
  expect(file).not.toContain('whitespace-pre-wrap')
  const command = renderToStaticMarkup(<OutputView output={output} isFile={false} />)
  expect(command).toContain('line 100.')
  expect(command).not.toContain('line 1.')
  expect(command).toContain('whitespace-pre-wrap')
})
