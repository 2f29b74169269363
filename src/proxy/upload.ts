import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'

/**
 * The body of a client's request as the stream that undici may destroy. The request itself has to live on: when the
 * upstream answers before it has read everything, the rest is thrown away here, so that the client gets to the answer.
 */
export class Upload extends Readable {
  readonly #request: IncomingMessage

  constructor(request: IncomingMessage) {
    super()
    this.#request = request
    request.on('data', this.#onData).on('end', this.#onEnd).on('error', this.#onError)
    this.on('error', ignoreLateError)
  }

  override _read(): void {
    this.#request.resume()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#request.off('data', this.#onData).off('end', this.#onEnd).resume()
    done(error)
  }

  #onData = (chunk: Buffer): void => {
    if (!this.push(chunk)) this.#request.pause()
  }

  #onEnd = (): void => {
    this.push(null)
  }

  #onError = (error: Error): void => {
    this.destroy(error)
  }
}

/** The exchange hears of an aborted client by its response; undici may have stopped listening to the body by then. */
function ignoreLateError(): void {}
