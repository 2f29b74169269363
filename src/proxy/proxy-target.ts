import type { DownNotice } from './error-page.ts'
import type { HeaderList } from './message/header-list.ts'

/** Where a request goes, and what is changed on its way. */
export interface ProxyTarget {
  /** `http://127.0.0.1:3002` */
  readonly origin: string
  /** With `/app/api`, a request for `/app/api/x?q` reaches the upstream as `/x?q`. */
  readonly stripPrefix?: string
  /** The `Host` towards the upstream; the client's own unless given. */
  readonly host?: string
  /** What `X-Forwarded-For`, `-Proto` and `-Host` say, whatever the client sent. */
  readonly client: { readonly address: string; readonly proto: 'http' | 'https'; readonly host: string }
  /** What the upstream gets from us alone, whatever the client sent under these names, which are in lower case. */
  readonly addedHeaders?: Readonly<Record<string, string>>
  /** Last word on what the upstream gets; names in lower case. */
  readonly editRequestHeaders?: (headers: HeaderList) => void
  /** Last word on what the client gets from the upstream; names in lower case. */
  readonly editResponseHeaders?: (headers: HeaderList) => void
  /** Compress what gains from it, by what the client accepts. */
  readonly isCompressed?: boolean
  /** Words for an upstream that cannot be reached, asked for when that happens. */
  readonly whenDown?: () => DownNotice
}
