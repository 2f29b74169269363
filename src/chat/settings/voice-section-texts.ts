/** The words of the settings' page about voice, which the wizard shows too. */
export const voiceSectionTexts = {
  question: 'Shall Bloby understand what you say?',
  lead: 'With a key of OpenAI, your voice messages are written down. Without one they are kept and sent as sound, which Bloby cannot hear.',
  leaves: (where: string) =>
    `When you send a voice message, its recording goes from Bloby’s computer to ${where}, and its words come back. Nothing is sent while you record, and nothing else of yours goes along.`,
  openAi: 'OpenAI',
  key: 'Key for voice',
  keyHint: 'From OpenAI’s page for API keys. It stays on Bloby’s computer and is sent to this server alone.',
  forgetLead: 'Voice messages are then sent without a transcript.',
  more: 'Another server',
  address: 'Address of the server',
  addressHint:
    'Of one with OpenAI’s transcription API, without /v1, seen from Bloby’s computer. Empty: OpenAI.',
  test: 'Test',
  testing: 'Testing…',
  saved: 'Saved. The next voice message gets a transcript.',
}
