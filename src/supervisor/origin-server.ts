import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { AppError, codeOf } from '../system/errors.ts'
import type { Log } from '../system/log.ts'
import type { Service } from '../system/service.ts'
import { startCommand } from '../system/start-command.ts'
import type { createGate } from './gate.ts'
import { refuse, refuseUpgrade } from './refuse.ts'

export interface OriginServerDeps {
  name: string
  host: string
  port: number
  admit: ReturnType<typeof createGate>
  /** Answers in its own way who comes without a session; false leaves it to the usual refusal. */
  answerUnauthorized?: (request: IncomingMessage, response: ServerResponse) => boolean
  log: Log
}

const serverOptions = {
  optimizeEmptyRequests: true,
  // The app's code shares our cookie jar; however full it makes that, a browser's headers must still fit.
  maxHeaderSize: 1024 * 1024,
}
const mostConnections = 2000

/** The HTTP server of an origin: everything goes through its gate, then to its route. */
export function createOriginServer(deps: OriginServerDeps): Service {
  const { name, host, port, admit, log } = deps
  const server: Server = createServer(serverOptions, (request, response) => {
    try {
      const { route, ...admission } = admit(request)
      route.handle(request, response, admission)
    } catch (error) {
      const isUnauthorized = error instanceof AppError && error.kind === 'unauthorized'
      if (!(isUnauthorized && deps.answerUnauthorized?.(request, response))) refuse(request, response, error)
    }
  })
  // Uploads and event streams last; the time for the headers alone stays bounded.
  server.requestTimeout = 0
  server.maxConnections = mostConnections
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', (error) => log.debug({ error: error.message }, 'An upgraded socket failed'))
    try {
      const { route, ...admission } = admit(request)
      if (route.upgrade === undefined)
        throw new AppError('not-found', 'There is no WebSocket at this address.')
      route.upgrade(request, socket, head, admission)
    } catch (error) {
      refuseUpgrade(socket, error)
    }
  })
  return {
    name,
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', (error) => reject(listenError(error, host, port)))
        server.listen(port, host, () => resolve())
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** In words for the owner: which port, and what to do. */
export function listenError(error: Error, host: string, port: number): Error {
  const code = codeOf(error)
  if (code === 'EADDRINUSE')
    return new AppError(
      'conflict',
      `Port ${port} is in use by another program. Choose another one: ${startCommand(['--port', String(otherPort(port))])}`,
      { cause: error },
    )
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new AppError('invalid', `--host ${host}: this computer has no such address.`, { cause: error })
  if (code === 'EACCES')
    return new AppError('forbidden', `Port ${port} needs more rights. Choose one over 1023 with --port.`, {
      cause: error,
    })
  return error
}

/** Four more beyond it are taken too, so another one is not next to it. */
function otherPort(port: number): number {
  return port < 60_000 && port !== 4000 ? 4000 : 3000
}
