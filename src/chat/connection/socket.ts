/** The part of a WebSocket that the connection uses. */
export interface Socket {
  send(frame: string): void
  close(): void
}

export interface SocketListener {
  onOpen(): void
  onFrame(frame: string): void
  /** Also called when the socket never opened. */
  onClose(code: number): void
}

export type OpenSocket = (listener: SocketListener) => Socket

/** Opens browser WebSockets to one address of the page's own origin, such as `/bloby/ws`. */
export function browserSockets(path: string): OpenSocket {
  return (listener) => {
    const url = new URL(path, location.href)
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
    const socket = new WebSocket(url)
    socket.onopen = () => listener.onOpen()
    socket.onmessage = (event) => {
      if (typeof event.data === 'string') listener.onFrame(event.data)
    }
    socket.onclose = (event) => listener.onClose(event.code)
    return {
      send: (frame) => socket.send(frame),
      close: () => socket.close(),
    }
  }
}
