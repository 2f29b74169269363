import type { LanguageChoice } from '../../protocol/language.ts'

export const appearanceTexts = {
  theme: 'Light or dark?',
  themeLead: 'For this device.',
  themes: { system: 'As the device', light: 'Light', dark: 'Dark' },
  language: 'Language',
  languageHint: 'For all your devices. Each shows it when the page is loaded again.',
  languages: {
    auto: 'As each browser asks for',
    // Each in its own words, so that whoever reads no other finds it.
    en: 'English',
    pt: 'Português',
  } satisfies Record<LanguageChoice, string>,
  reload: 'Load this page again',
  bubble: 'The bubble',
  bubbleLead: 'A picture of your own, or a short film without sound, in place of its dot.',
  bubbleHint: 'PNG, JPEG, WebP, GIF, MP4 or WebM, up to 5 MB. Its middle square is shown.',
  bubbleNow: 'How it looks now',
  choose: 'Choose a file',
  chooseOther: 'Choose another',
  remove: 'Remove',
  uploading: 'Sending…',
  tooLarge: (size: string) => `This file has ${size}. 5 MB is the most.`,
  unreadable:
    'This browser cannot show this file. Choose a picture (PNG, JPEG, WebP, GIF) or a film (MP4, WebM).',
}
