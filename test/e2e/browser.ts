import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { type BrowserContext, type ConsoleMessage, chromium, type Page } from 'playwright-core'
import { inject } from 'vitest'

const pictures = path.resolve(import.meta.dirname, '../../test-results')

/** The owner, signed in to a program. */
export interface Session {
  url: string
  token: string
}

export interface DeviceOptions {
  /** Signs the device in before it shows anything. */
  session?: Session
  width?: number
  height?: number
  theme?: 'light' | 'dark'
  locale?: string
  /** A test that answers requests itself blocks it: what goes past a service worker goes past the test, too. */
  serviceWorkers?: 'allow' | 'block'
}

/** A browser profile of its own with one page: what the owner would call a device. */
export interface Device {
  page: Page
  context: BrowserContext
  /** Errors of the page: exceptions, and what the console calls an error. Tests expect none. */
  errors: string[]
  /** Writes `test-results/<name>.png`. */
  picture(name: string): Promise<void>
  close(): Promise<void>
}

export interface TestBrowser {
  device(options?: DeviceOptions): Promise<Device>
  close(): Promise<void>
}

/** `args`: further ones of Chromium's command line. */
export async function launchBrowser(args: readonly string[] = []): Promise<TestBrowser> {
  const browser = await chromium.launch({
    executablePath: inject('chromium'),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...args,
    ],
  })
  return {
    async device({
      session,
      width = 1280,
      height = 800,
      theme = 'light',
      locale = 'en-GB',
      serviceWorkers = 'allow',
    } = {}) {
      const isPhone = width <= 640
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: theme,
        // Nothing to wait for, and pictures that are the same each time.
        reducedMotion: 'reduce',
        isMobile: isPhone,
        hasTouch: isPhone,
        locale,
        serviceWorkers,
        permissions: ['clipboard-read', 'clipboard-write'],
      })
      if (session) await context.addCookies([cookieOf(session)])
      const page = await context.newPage()
      const errors: string[] = []
      page.on('pageerror', (error) => errors.push(String(error.stack ?? error)))
      page.on('console', (message) => {
        if (message.type() === 'error' && !isAnswerThatIsAsked(message))
          errors.push(`${message.text()} (${message.location().url})`)
      })
      return {
        page,
        context,
        errors,
        async picture(name) {
          mkdirSync(pictures, { recursive: true })
          await page.screenshot({ path: path.join(pictures, `${name}.png`), animations: 'disabled' })
        },
        close: () => context.close(),
      }
    },
    close: () => browser.close(),
  }
}

/** What signing in leaves in a browser. */
export function cookieOf({ url, token }: Session) {
  return { name: 'bloby_session', value: token, url, httpOnly: true, sameSite: 'Lax' as const }
}

/** Whether a session is there can only be asked by being refused one; browsers print that as an error. */
function isAnswerThatIsAsked(message: ConsoleMessage): boolean {
  return /status of 401/.test(message.text()) && message.location().url.endsWith('/api/portal/validate-token')
}
