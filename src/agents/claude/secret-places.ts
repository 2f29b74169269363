import { dirname, join, resolve } from 'node:path'

/**
 * What the agent never reads or changes in *workspace* mode, approved or not: keys, logins, sessions of browsers. Relative to the
 * owner's home folder.
 */
const inHomeFolder = [
  '.ssh',
  '.gnupg',
  '.aws',
  '.azure',
  '.config/gcloud',
  '.config/gh',
  '.config/hub',
  '.config/op',
  '.config/1Password',
  '.config/Bitwarden',
  '.config/rclone',
  '.config/google-chrome',
  '.config/chromium',
  '.config/BraveSoftware',
  '.config/microsoft-edge',
  '.config/vivaldi',
  '.config/opera',
  '.mozilla',
  '.thunderbird',
  '.var/app',
  'snap',
  '.local/share/keyrings',
  '.local/share/kwalletd',
  '.password-store',
  '.kube',
  '.docker',
  '.netrc',
  '.npmrc',
  '.pypirc',
  '.pgpass',
  '.my.cnf',
  '.git-credentials',
  '.cargo/credentials',
  '.cargo/credentials.toml',
  '.gem/credentials',
  '.terraform.d',
  '.vault-token',
  '.claude',
  '.claude.json',
  '.codex',
  '.gemini',
  '.bash_history',
  '.zsh_history',
  'Library/Keychains',
  'Library/Cookies',
  'Library/Application Support/Google/Chrome',
  'Library/Application Support/Chromium',
  'Library/Application Support/BraveSoftware',
  'Library/Application Support/Microsoft Edge',
  'Library/Application Support/Firefox',
  'Library/Application Support/1Password',
  'Library/Safari',
  'AppData/Roaming/Mozilla',
  'AppData/Local/Google/Chrome/User Data',
]
const ofTheSystem = [
  '/etc/shadow',
  '/etc/gshadow',
  '/etc/sudoers',
  '/etc/sudoers.d',
  '/etc/ssh',
  '/root/.ssh',
  '/proc',
  '/run',
]

/** Absolute paths of what holds secrets; a folder stands for all in it. Bloby's own home is judged apart, since the workspace lies in it. */
export function secretPlaces(homeFolder: string): string[] {
  return [...ofTheSystem, ...inHomeFolder.map((path) => join(homeFolder, path))]
}

/** Where Node and its npm live: commands need them although they may lie in the owner's home folder. */
export function programPlaces(execPath: string): string[] {
  return [resolve(dirname(execPath), '..')]
}
