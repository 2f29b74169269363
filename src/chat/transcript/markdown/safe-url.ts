/** The address of a link if it may be followed: http, https or mailto, and nothing that runs or stays inside. */
export function safeLink(href: string): string | undefined {
  return absolute(href, ['http:', 'https:', 'mailto:'])?.href
}

/** An image from elsewhere that the page's CSP lets in (https), and whose it is. A load tells its host that the message was read, so the owner decides. */
export function remoteImage(href: string): { src: string; host: string } | undefined {
  const url = absolute(href, ['https:'])
  return url && { src: url.href, host: url.host }
}

function absolute(href: string, protocols: readonly string[]): URL | undefined {
  const url = URL.parse(href)
  return url && protocols.includes(url.protocol) ? url : undefined
}
