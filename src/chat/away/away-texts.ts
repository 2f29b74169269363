/** The words of what is asked and set for when nobody looks. */
export const awayTexts = {
  card: {
    title: 'Know when it is done?',
    lead: 'This device can tell you when an answer is ready or needs you, while Bloby is closed.',
    turnOn: 'Turn on',
    later: 'Not now',
    installTitle: 'Put Bloby on your home screen',
    installLead: 'Then this device can tell you when an answer is ready or needs you.',
    showHow: 'Show how',
    isOn: 'Notifications are on for this device.',
    blocked: 'Your browser blocks notifications of this page. Its settings for this address have the switch.',
  },
  device: {
    notifications: 'Notifications',
    states: {
      on: 'On. You are told when an answer is ready or needs you, unless you are looking at it.',
      off: 'Off. Nothing is shown while Bloby is closed.',
      blocked: 'Blocked by the browser. Its settings for this address have the switch.',
      install: 'This device shows them only for an app on its home screen.',
      none: 'This browser has none, or this address does not begin with https.',
    },
    turnOn: 'Turn on',
    turnOff: 'Turn off',
    install: 'Install as an app',
    installLead: 'Its own icon and window, one tap away.',
    installed: 'Installed. You are using it now.',
    installButton: 'Install',
    showHow: 'Show how',
  },
}
