import type { voiceTexts as english } from './voice-texts.ts'

/** In Portuguese. */
export const voiceTexts: typeof english = {
  recording: 'Gravando',
  recordingTime: (now: string, most: string) => `${now} / ${most}`,
  cancel: 'Cancelar a gravação',
  stop: 'Parar e ouvir',
  send: 'Enviar mensagem de voz',
  unsent: 'Gravações por enviar',
  unsentOne: 'Não enviada',
  uploading: (share: string) => `Enviando… ${share}`,
  transcribing: 'Escrevendo o que você falou…',
  waiting: 'Ela é enviada sozinha quando o Bloby voltar.',
  retry: 'Enviar de novo',
  remove: 'Apagar a gravação',
  message: (length: string) => `Mensagem de voz, ${length}`,
  play: 'Tocar',
  pause: 'Pausar',
  position: 'Posição',
  positionOf: (at: string, length: string) => `${at} de ${length}`,
  speed: (rate: string) => `Velocidade ${rate}×`,
  rate: (rate: string) => `${rate}×`,
  noPlay: 'Este navegador não consegue tocar a gravação. Ela está nos arquivos da sua pasta.',
  missing: {
    key: 'Sem transcrição: o Bloby precisa de uma chave para voz para saber o que você falou.',
    failed: 'Sem transcrição: não foi possível escrevê-la.',
    silent: 'Nenhuma palavra foi ouvida.',
  },
  addKey: 'Configurar a voz',
  transcribe: 'Escrever agora',
  microphone: {
    insecure: 'O microfone só funciona por https, ou em localhost no próprio computador do Bloby.',
    unsupported: 'Este navegador não consegue gravar.',
    denied:
      'O microfone está bloqueado. Permita-o para esta página nas configurações do navegador e tente de novo.',
    missing: 'Nenhum microfone foi encontrado. Conecte um e tente de novo.',
    busy: 'O microfone não pode ser usado agora. Outro programa pode estar com ele.',
  },
  tooShort: 'Foi curto demais para ser uma mensagem. Toque uma vez para gravar, e de novo para enviar.',
  full: (minutes: number) =>
    `${minutes} minutos é o máximo. O que você falou está guardado: envie e continue.`,
  fragile: 'Este navegador não guarda nada: a gravação se perde com a página. Envie-a primeiro.',
  spoken: {
    recording: 'Gravando.',
    kept: 'A gravação parou. Ainda não foi enviada.',
    cancelled: 'A gravação foi apagada.',
    sent: 'A mensagem de voz foi enviada.',
  },
}
