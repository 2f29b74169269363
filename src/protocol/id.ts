import * as v from 'valibot'

/** Of a message, a conversation, a turn or a question; devices make some of them. */
export const id = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, - or _'),
)
