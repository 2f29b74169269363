import { lookup as resolveName } from 'node:dns'
import { Agent } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { AppError } from '../../system/errors.ts'

/** How push services are reached. What is not given is the internet as it is. */
export interface PushNetworkOptions {
  /** Whether a service may have this IP address. */
  isAllowed?: (address: string) => boolean
  /** PEM of an authority to trust instead of the system's. */
  ca?: string
}

export interface PushNetwork {
  /**
   * The address of a subscription in its normal form, so that every parser reads the same. Whoever subscribes names a place that we
   * will send to: it must be https, and not inside this network.
   * @throws AppError `invalid`
   */
  endpoint(text: string): string
  /** Connects to allowed addresses only, whatever a name resolves to at that moment. */
  readonly agent: Agent
}

export function createPushNetwork({ isAllowed = isPublic, ca }: PushNetworkOptions = {}): PushNetwork {
  const lookup: LookupFunction = (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? []
      if (error) callback(error, '')
      else if (first === undefined || !addresses.every(({ address }) => isAllowed(address)))
        callback(new Error('The push service has an address that is not public.'), '')
      else if (options.all) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }

  return {
    endpoint(text) {
      const url = URL.canParse(text) ? new URL(text) : undefined
      const host = url?.hostname.replace(/^\[|\]$/g, '') ?? ''
      const isFine =
        url?.protocol === 'https:' &&
        url.username === '' &&
        url.password === '' &&
        (isIP(host) === 0 ? host.includes('.') && !host.endsWith('.') : isAllowed(host))
      if (!isFine)
        throw new AppError('invalid', 'endpoint: must be the https address of a public push service', {
          field: 'endpoint',
        })
      url.hash = ''
      return url.href
    },
    agent: new Agent({ lookup, ...(ca !== undefined && { ca }) }),
  }
}

/** Special-purpose addresses of the IANA registries: this computer, private and shared networks, documentation, multicast. */
const special = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  special.addSubnet(network, prefix, 'ipv4')

/** Of IPv6 only what is handed out to the internet, without what carries an IPv4 address or is documentation. */
const global = new BlockList()
global.addSubnet('2000::', 3, 'ipv6')
const carriers = new BlockList()
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  carriers.addSubnet(network, prefix, 'ipv6')

/** Whether an IP address is one of the internet. */
export function isPublic(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !special.check(address, 'ipv4')
    case 6:
      return global.check(address, 'ipv6') && !carriers.check(address, 'ipv6')
    default:
      return false
  }
}
