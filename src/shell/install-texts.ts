interface Step {
  title: string
  detail: string
}

/** How Bloby becomes an app of the device. `name` is the app's own. */
export const installTexts = {
  title: (name: string) => `Install ${name}`,
  isInstalled: (name: string) => `${name} is installed`,
  isInUse: 'You are using it as an app right now.',
  uses: [
    'Its own icon and window, without the browser’s bars',
    'One tap away, and it says when it is done',
    'Removed like any other app; nothing is lost',
  ],
  how:
    'Open the menu of your browser and choose “Install” or “Add to Home Screen”. Where neither is there, this browser cannot, ' +
    'or the address does not begin with https.',
  install: 'Install',
  notNow: 'Not now',
  close: 'Close',
  ios: {
    title: (name: string) => `Put ${name} on your home screen`,
    steps: (name: string): [Step, Step, Step] => [
      { title: 'Press Share', detail: 'At the bottom of Safari, on an iPad at the top.' },
      { title: 'Choose “Add to Home Screen”', detail: 'Scroll the list down to find it.' },
      { title: 'Press Add', detail: `${name} is then among your apps.` },
    ],
    last: 'Open it from there and sign in once. Notifications work only in the installed app.',
  },
}
