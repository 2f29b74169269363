/**
 * Header fields as one flat array, `[name, value, name, value, …]`, names in lower case: the shape that both sides of the
 * proxy write without another copy. A field that occurs several times (`set-cookie`) is there several times.
 */
export class HeaderList {
  readonly flat: string[]

  constructor(flat: string[]) {
    this.flat = flat
  }

  /** The first value of a field, `name` in lower case. */
  get(name: string): string | undefined {
    const at = this.#indexOf(name, 0)
    return at === -1 ? undefined : this.flat[at + 1]
  }

  /** Every value of a field, in order. */
  getAll(name: string): string[] {
    const values: string[] = []
    for (let at = this.#indexOf(name, 0); at !== -1; at = this.#indexOf(name, at + 2))
      values.push(this.flat[at + 1] as string)
    return values
  }

  /** Replaces every value of a field by one. */
  set(name: string, value: string): void {
    this.delete(name.toLowerCase())
    this.append(name, value)
  }

  /** Adds a value beside those that are there. */
  append(name: string, value: string): void {
    this.flat.push(name.toLowerCase(), value)
  }

  /** The names that occur. */
  names(): Set<string> {
    return new Set(this.flat.filter((_, at) => at % 2 === 0))
  }

  delete(name: string): void {
    const { flat } = this
    let kept = this.#indexOf(name, 0)
    if (kept === -1) return
    for (let at = kept; at < flat.length; at += 2) {
      if (flat[at] === name) continue
      flat[kept++] = flat[at] as string
      flat[kept++] = flat[at + 1] as string
    }
    flat.length = kept
  }

  #indexOf(name: string, from: number): number {
    const { flat } = this
    for (let at = from; at < flat.length; at += 2) if (flat[at] === name) return at
    return -1
  }
}
