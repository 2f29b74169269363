export const addressTexts = {
  here: 'On Bloby’s own computer',
  local: 'Address',
  thisPage: 'This page',
  network: 'In your network',
  open: 'Phones and computers in the same network reach Bloby here. Everyone in it can see the sign-in page, so choose a good password.',
  closed: 'Bloby answers its own computer alone; no other device can reach it.',
  noNetwork: 'This computer is in no network now.',
  codeLead: 'Point the phone’s camera at the code, then sign in with your password.',
  code: (address: string) => `QR code of ${address}`,
  copy: (address: string) => `Copy ${address}`,
  howToOpen: 'To open it to your network',
  howToOpenLead: (address: string | null) =>
    address === null
      ? 'Stop Bloby and start it again with:'
      : `Stop Bloby and start it again with this. It is then found at ${address}.`,
  openForGood: 'For good, put this into config.json in Bloby’s folder:',
  openSetting: '"host": "0.0.0.0"',
  howToClose: 'To close it again',
  howToCloseLead: 'Take “host” out of config.json if it is there, stop Bloby, and start it again with:',
  insecure:
    'Without encryption, a phone can use the chat, but neither install it nor get notifications. Use it only in a network that you trust.',
}
