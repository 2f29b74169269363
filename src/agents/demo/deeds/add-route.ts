import type { Deed } from '../bench.ts'
import { cannot, missing, unknownPlace } from './cannot.ts'
import { pascal, quoted, withImport } from './source-edit.ts'

const listPath = 'backend/routes.ts'

/** Adds a route to the backend that answers with a sentence: a file of its own and a line in routes.ts. */
export const addRoute: Deed<'add-route'> = async ({ hands }, { path, says }) => {
  if (!/^\/[a-z][a-z0-9_-]*(?:\/[a-z0-9_-]+)*$/.test(path) || path.length > 60)
    throw cannot(`\`${path}\` cannot be a route. Take letters, digits and dashes, such as \`/hello\`.`)
  const list = await hands.look(listPath)
  if (list === null) throw missing(listPath)
  const name = path.slice(1).replace(/[/_]+/g, '-').replace(/-+/g, '-').replace(/-$/, '')
  const file = `backend/routes/${name}-route.ts`
  const constant = pascal(name).replace(/^./, (letter) => letter.toLowerCase())
  const source = routeSource(`${constant}Route`, says)
  const there = await hands.look(file)
  if (path === '/health' || new RegExp(`\\[\\s*['"]${path}['"]`).test(list)) {
    if (there === source) return `The route ${path} is already there: \`/app/api${path}\`.`
    throw cannot(`There is already a route \`${path}\`, so I changed nothing.`)
  }
  if (there !== null && there !== source)
    throw cannot(`There is already a file \`${file}\` that I did not write, so I changed nothing.`)
  const listed = withRoute(list, path, `${constant}Route`, `./routes/${name}-route.ts`)
  if (listed === undefined) throw unknownPlace(listPath)
  await hands.edit([
    { path: file, after: source },
    { path: listPath, after: listed },
  ])
  return `The backend now answers \`/app/api${path}\` with ${quoted(says).replace(/^'|'$/g, '"')}. It restarts by itself in a moment.`
}

function withRoute(list: string, path: string, constant: string, file: string): string | undefined {
  const imported = withImport(list, `import { ${constant} } from '${file}'`)
  const place = /(return \[)([\s\S]*?)(\n\s*\]\s*\n\})/
  const items = imported && place.exec(imported)?.[2]
  if (imported === undefined || items === undefined) return undefined
  const comma = items.trim() === '' || items.trimEnd().endsWith(',') ? '' : ','
  return imported.replace(
    place,
    (_, start: string, before: string, end: string) =>
      `${start}${before.trimEnd()}${comma}\n    ['${path}', ${constant}()],${end}`,
  )
}

function routeSource(constant: string, says: string): string {
  return `import { Hono } from 'hono'

export function ${constant}(): Hono {
  return new Hono().get('/', (c) => c.json({ message: ${quoted(says)} }))
}
`
}
