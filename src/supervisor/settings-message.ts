import * as v from 'valibot'
import { AppError } from '../system/errors.ts'

/** Reads the settings of a `settings:save` message. Throws `invalid` with the field's name. */
export function parseSettings<T>(schema: v.GenericSchema<unknown, T>, values: Record<string, unknown>): T {
  const result = v.safeParse(schema, values)
  if (result.success) return result.output
  const issue = result.issues[0]
  const field = v.getDotPath(issue) ?? 'settings'
  throw new AppError('invalid', `${field}: ${issue.message}`, { field })
}
