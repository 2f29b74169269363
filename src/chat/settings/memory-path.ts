/** Of the API: one file of the memory. */
export function memoryPath(name: string): string {
  return `/api/memory/${encodeURIComponent(name)}`
}
