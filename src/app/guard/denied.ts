const { assign, defineProperty } = Object

/** What workspace code gets when it tries a closed door: the code that Node's permission model uses too. */
export function denied(what: string): Error {
  return assign(new Error(`${what} is not allowed in the workspace's processes.`), {
    code: 'ERR_ACCESS_DENIED',
  })
}

/** Puts `value` in place of a function for good. */
export function replace(owner: object, name: string, value: unknown): void {
  defineProperty(owner, name, { value, writable: false, configurable: false, enumerable: true })
}

/** Makes a function refuse every call, for good. */
export function close(owner: object, name: string, what: string): void {
  replace(owner, name, () => {
    throw denied(what)
  })
}
