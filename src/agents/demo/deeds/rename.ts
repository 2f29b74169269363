import { AppError } from '../../../system/errors.ts'
import type { Deed } from '../bench.ts'
import { cannot, missing } from './cannot.ts'

const maxLength = 60

/** Gives the dashboard a name: `name` in app.json. */
export const rename: Deed<'rename'> = async ({ hands }, { name }) => {
  if (name.length > maxLength || name.includes('\n'))
    throw cannot(`That is a long name. Up to ${maxLength} characters fit at the top of the page.`)
  const text = await hands.look('app.json')
  if (text === null) throw missing('app.json')
  const app = readApp(text)
  if (app.name === name) return `The dashboard is already called **${plain(name)}**.`
  await hands.edit([{ path: 'app.json', after: withName(text, app, name) }])
  return `The dashboard is now called **${plain(name)}**.`
}

function readApp(text: string): Record<string, unknown> {
  try {
    const app: unknown = JSON.parse(text)
    if (typeof app === 'object' && app !== null && !Array.isArray(app)) return { ...app }
  } catch (cause) {
    throw new AppError('conflict', '`app.json` is not valid JSON, so I left it alone.', { cause })
  }
  throw cannot('`app.json` is not an object, so I left it alone.')
}

/** Changes only the name where that is possible, so that the owner's formatting stays. */
function withName(text: string, app: Record<string, unknown>, name: string): string {
  const wanted = JSON.stringify({ ...app, name })
  const literal = /("name"\s*:\s*)"(?:[^"\\]|\\.)*"/
  const edited = text.replace(literal, (_, key: string) => key + JSON.stringify(name))
  if (JSON.stringify(JSON.parse(edited)) === wanted) return edited
  return `${JSON.stringify({ ...app, name }, null, 2)}\n`
}

function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>]/g, '\\$&')
}
