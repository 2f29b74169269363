import type { EngineState } from '../../protocol/chat.ts'

/** Shows an installation: on a terminal one line that is written anew, elsewhere a line for each tenth. */
export function createEngineProgress(out: { write(text: string): unknown; isTTY?: boolean }) {
  let lastTenth = -1
  return {
    show({ name, version, status, share = 0 }: EngineState): void {
      if (status !== 'installing') return
      const percent = Math.floor(share * 100)
      const text = `Installing the ${name} engine ${version}: ${percent} %`
      if (out.isTTY) out.write(`\r\x1b[K${text}`)
      else if (Math.floor(percent / 10) > lastTenth) out.write(`${text}\n`)
      lastTenth = Math.floor(percent / 10)
    },
    /** Makes room for what is written next. */
    end(): void {
      if (out.isTTY) out.write('\r\x1b[K')
    },
  }
}
