/** How another device opens this page. */
export const phoneTexts = {
  title: 'Open this page on your phone',
  close: 'Close',
  onlyLocal:
    'Bloby listens only on this computer, so nothing else can reach it. To open it in your own network, stop it and start it again with:',
  /** `port` is empty when the address needs none. */
  afterwards: (port: string) =>
    `Your phone, in the same network, then finds it at this computer’s address${port ? `, port ${port}` : ''}. Everyone in that network can see the login page, so choose a good password.`,
  scan: 'Point its camera at the code, or type the address, and sign in with your password.',
  code: (address: string) => `QR code of ${address}`,
}
