import { createHash } from 'node:crypto'

/** Words for a page or program that cannot be reached. `retrySeconds`: how often the page looks again by itself. */
export interface DownNotice {
  readonly state: 'starting' | 'down'
  readonly title: string
  readonly detail: string
  readonly retrySeconds?: number
}

export interface ErrorPage {
  readonly html: string
  /** All that the page needs to be sent with. */
  readonly headers: Record<string, string>
}

/** How often a page looks again, in seconds, where the notice says nothing. */
export function retrySecondsOf(notice: DownNotice): number {
  return notice.retrySeconds ?? (notice.state === 'starting' ? 2 : 5)
}

/** Says which notice an answer carries: a page that waits on one sees by it that things have changed. */
export const noticeHeader = 'bloby-notice'

export function noticeId(notice: DownNotice): string {
  return digest(JSON.stringify(notice)).slice(0, 16)
}

/**
 * The page that stands in for one that cannot be reached. It asks for its own address again and again, and reloads once
 * the answer is no longer this notice, so that nothing flickers while it waits and the address stays as it is.
 * `isRead`: the request was a plain read, which the page may repeat; otherwise it waits for its reader.
 */
export function errorPage(notice: DownNotice, isRead: boolean): ErrorPage {
  const retrySeconds = retrySecondsOf(notice)
  const html = `<!doctype html>
<html lang="en" data-notice="${noticeId(notice)}" data-retry="${retrySeconds}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
${isRead ? `<noscript><meta http-equiv="refresh" content="${retrySeconds}"></noscript>\n` : ''}<title>${escapeHtml(notice.title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<span class="dot ${notice.state}"></span>
<h1>${escapeHtml(notice.title)}</h1>
<p>${escapeHtml(notice.detail)}</p>
${isRead && notice.state === 'down' ? '<a href="">Try again</a>\n' : ''}<p class="next">${isRead ? nextCheck(notice.state, retrySeconds) : 'What you sent has not arrived. Go back and send it again.'}</p>
</main>
${isRead ? `<script>${script}</script>\n` : ''}</body>
</html>
`
  return {
    html,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${digest(style)}'; script-src 'sha256-${digest(script)}'; connect-src 'self'; base-uri 'none'; form-action 'none'`,
      'x-content-type-options': 'nosniff',
    },
  }
}

function nextCheck(state: DownNotice['state'], retrySeconds: number): string {
  return state === 'starting'
    ? 'This page opens by itself when it is ready.'
    : `Checks again every <span class="num">${retrySeconds}</span> s.`
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

const style = `
:root{color-scheme:light dark;--bg:oklch(0.985 0.003 95);--text:oklch(0.22 0.01 260);--text-2:oklch(0.45 0.012 260);
--text-3:oklch(0.52 0.012 260);--accent:oklch(0.49 0.13 165);--accent-fg:oklch(0.99 0.01 165);--warn:oklch(0.72 0.14 75)}
@media (prefers-color-scheme:dark){:root{--bg:oklch(0.175 0.006 260);--text:oklch(0.945 0.004 95);
--text-2:oklch(0.74 0.008 260);--text-3:oklch(0.67 0.009 260);--accent:oklch(0.78 0.13 165);
--accent-fg:oklch(0.2 0.04 165);--warn:oklch(0.8 0.12 80)}}
*{box-sizing:border-box;margin:0}
html,body{height:100%}
body{display:grid;place-items:center;padding:40px 24px;background:var(--bg);color:var(--text);
font:400 15px/1.55 ui-sans-serif,-apple-system,"Segoe UI Variable Text","Inter",system-ui,sans-serif;
-webkit-font-smoothing:antialiased}
main{width:100%;max-width:400px}
.dot{display:block;width:10px;height:10px;border-radius:5px;margin-bottom:24px}
.starting{background:var(--accent);animation:breathe 2s ease-in-out infinite}
.down{background:var(--warn)}
@keyframes breathe{50%{opacity:.35}}
h1{font-size:26px;line-height:1.2;font-weight:600;letter-spacing:-.015em;text-wrap:balance;overflow-wrap:anywhere}
p{margin-top:12px;color:var(--text-2);white-space:pre-line;overflow-wrap:anywhere}
a{display:inline-flex;align-items:center;height:36px;margin-top:24px;padding:0 16px;border-radius:10px;
background:var(--accent);color:var(--accent-fg);font-weight:500;text-decoration:none}
a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.next{margin-top:24px;font-size:13px;color:var(--text-3)}
.num{font-variant-numeric:tabular-nums}
@media (pointer:coarse){a{height:44px}}
@media (prefers-reduced-motion:reduce){.starting{animation:none}}
`

const script = `
(() => {
  const { notice, retry } = document.documentElement.dataset
  const isSameNotice = async () => {
    const answer = await fetch(location.href, { cache: 'no-store', redirect: 'manual' })
    await answer.body?.cancel()
    return answer.headers.get('${noticeHeader}') === notice
  }
  const look = async () => {
    let waits = true
    try {
      waits = await isSameNotice()
    } catch {
      waits = self.origin !== 'null'
    }
    if (waits) setTimeout(look, retry * 1000)
    else location.reload()
  }
  setTimeout(look, retry * 1000)
})()
`
