/** The ports of an installation, all counted from the one that the owner chose. */
export function portsFrom(base: number) {
  return { platform: base, app: base + 1, vite: base + 2, backend: base + 4 }
}
export type Ports = ReturnType<typeof portsFrom>
