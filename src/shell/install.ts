import * as v from 'valibot'

/** Chromium's event, which no standard has: https://developer.mozilla.org/docs/Web/API/BeforeInstallPromptEvent */
interface InstallPrompt extends Event {
  prompt(): Promise<unknown>
}

/** How this page becomes an app of the device. */
export interface Install {
  /** Says what it is good for, and installs at a press; where the browser has no way of its own, says where its menu has one. */
  offer(name: string): Promise<void>
  /** The platform now tells this device the name and the icon of the owner's app. */
  signedIn(): void
  /** What is unread, on the app's icon. */
  badge(unread: number): void
  /** The steps on an iPhone or iPad, where only the owner can do it. */
  showIosSteps(name: string): Promise<void>
}

/** Keeps the browser's own offer back until the owner asks for it. */
export function createInstall(): Install {
  let kept: InstallPrompt | undefined
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    kept = event as InstallPrompt
  })
  addEventListener('appinstalled', () => {
    kept = undefined
  })

  async function install(): Promise<void> {
    const prompt = kept
    // It can be used once; the browser makes a new one when the owner declined.
    kept = undefined
    await prompt?.prompt()
  }

  return {
    async offer(name) {
      const { showInstallDialog } = await import('./install-dialog.ts')
      showInstallDialog(document.body, {
        name,
        icon: await ownIcon(),
        isInstalled: matchMedia('(display-mode: standalone)').matches,
        install: kept && install,
      })
    },
    signedIn() {
      // The browser reads a manifest again when its link is put in again.
      const link = document.querySelector('link[rel="manifest"]')
      link?.replaceWith(link.cloneNode())
    },
    badge(unread) {
      navigator.setAppBadge?.(unread).catch((error: unknown) => console.warn('No badge was set.', error))
    },
    async showIosSteps(name) {
      // Safari takes the picture that the page names at that moment.
      document.querySelector('link[rel="apple-touch-icon"]')?.setAttribute('href', await ownIcon())
      const { showIosDialog } = await import('./install-dialog.ts')
      showIosDialog(document.body, name)
    },
  }
}

/** The address of the app's own icon, or of Bloby's. */
async function ownIcon(): Promise<string> {
  try {
    const response = await fetch('/manifest.webmanifest')
    return v.parse(manifest, await response.json()).icons[0]?.src ?? ownMark
  } catch {
    return ownMark
  }
}
const ownMark = '/icon-192.png'
const manifest = v.object({ icons: v.array(v.object({ src: v.string() })) })
