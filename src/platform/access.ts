/**
 * Who may use a route. Everything is closed unless a route table opens it, and a route is nothing without one of these:
 * - `open`: anyone. Static files without data, health, login.
 * - `unclaimed`: anyone, and only while the installation has no owner.
 * - `session`: a device of the owner's, by cookie or bearer token.
 * - `app-session`: the app's frame, by the cookie that a ticket gave it; or what `app.json` declares public.
 * - `app-scripts`: the app's API for scripts and webhooks: by bearer token; or what `app.json` declares public.
 */
export const accessKinds = ['open', 'unclaimed', 'session', 'app-session', 'app-scripts'] as const
export type Access = (typeof accessKinds)[number]
