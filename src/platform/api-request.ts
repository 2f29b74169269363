import * as v from 'valibot'
import { AppError } from '../system/errors.ts'

export const maxBodyBytes = 1024 * 1024

/**
 * Reads the JSON body of a request by a schema. `received` is that body as it comes in.
 * @throws AppError `invalid` with the field's name; `too-large` as soon as it is longer than 1 MB, whatever it said before.
 */
export async function readBody<T>(
  request: Request,
  received: Received,
  schema: v.GenericSchema<unknown, T>,
): Promise<T> {
  const mediaType = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (mediaType !== 'application/json')
    throw new AppError('invalid', 'Send the body as JSON, with Content-Type: application/json.')
  const body = parseJson(await readBytes(received(maxBodyBytes)))
  // An empty list would pass for an object without fields.
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new AppError('invalid', 'The body must be a JSON object.')
  return parseFields(schema, body)
}

/** Reads the query of a request by a schema of strings; a field that is given twice is refused like an unknown one. */
export function readQuery<T>(request: Request, schema: v.GenericSchema<unknown, T>): T {
  const { searchParams } = new URL(request.url)
  const names = [...searchParams.keys()]
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined)
    throw new AppError('invalid', `${twice}: is given more than once`, { field: twice })
  return parseFields(schema, Object.fromEntries(searchParams))
}

/** A query field that is a whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number) {
  const message = `must be a whole number from ${least} to ${most}`
  return v.pipe(
    v.string(),
    v.regex(/^\d{1,9}$/, message),
    v.transform(Number),
    v.minValue(least, message),
    v.maxValue(most, message),
  )
}

/** All of a body at once. */
export async function readBytes(received: AsyncIterable<Uint8Array>): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  for await (const chunk of received) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** The body of a request as it comes in, of which so many bytes are taken at most. @throws AppError as `bodyOf` */
export type Received = (mostBytes: number) => AsyncIterable<Uint8Array>

/**
 * The body of a request as it comes in.
 * @throws AppError `too-large` as soon as it is longer than `mostBytes`, whatever it said before; `invalid` when it breaks off
 */
export async function* bodyOf(request: Request, mostBytes: number): AsyncGenerator<Uint8Array> {
  const tooLarge = () =>
    new AppError('too-large', `This request is too large: ${mostBytes / 1024 / 1024} MB is the most.`)
  if (Number(request.headers.get('content-length') ?? 0) > mostBytes) throw tooLarge()
  let length = 0
  try {
    for await (const chunk of request.body ?? []) {
      length += chunk.byteLength
      if (length > mostBytes) throw tooLarge()
      yield chunk
    }
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('invalid', 'The body broke off before its end.', { cause: error })
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    throw new AppError('invalid', 'The body is not valid JSON.', { cause: error })
  }
}

/** Reads fields by a schema. @throws AppError `invalid` with the field's name, and without what was in it */
export function parseFields<T>(schema: v.GenericSchema<unknown, T>, input: unknown): T {
  const result = v.safeParse(schema, input)
  if (result.success) return result.output
  const [issue] = result.issues
  const field = v.getDotPath(issue)
  if (field === null) throw new AppError('invalid', explain(issue))
  throw new AppError('invalid', `${field}: ${explain(issue)}`, { field })
}

/** valibot's own words repeat what was sent, which may be a secret in the wrong field. */
function explain(issue: v.BaseIssue<unknown>): string {
  if (issue.kind !== 'schema') return issue.message
  if (issue.type === 'strict_object')
    return issue.expected === 'never' ? 'is not a known field' : 'is missing'
  // A message of the schema's own says more than its type.
  if (!issue.message.startsWith('Invalid ')) return issue.message
  return `must be ${issue.expected}`
}
