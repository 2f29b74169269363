import type { aboutTexts as english } from './about-texts.ts'

/** In Portuguese. */
export const aboutTexts: typeof english = {
  version: 'Versão',
  node: 'Node.js',
  platform: 'Sistema',
  home: 'Pasta',
  started: 'Ligado desde',
  memory: 'Memória em uso',
  disk: 'Espaço livre em disco',
  diskOf: (free: string, total: string) => `${free} de ${total}`,
  state: 'Estado',
  states: { ok: 'Tudo em ordem', degraded: 'Algo precisa de você' },
  sandboxes: 'Isolamento do sistema',
  sandboxesLead: 'Mantém o que roda nele longe dos seus outros arquivos.',
  appSandbox: 'Seu app',
  commandSandbox: 'Os comandos do agente',
  noSandbox: 'Nenhum',
  sandboxNames: { bubblewrap: 'bubblewrap', seatbelt: 'Seatbelt' },
  engines: 'Motores',
  engineStates: { missing: 'Não instalado', installing: 'Instalando', ready: 'Pronto', failed: 'Falhou' },
  claude: 'Claude',
  processes: 'Processos',
  processStates: {
    stopped: 'Parado',
    starting: 'Iniciando',
    running: 'Funcionando',
    restarting: 'Reiniciando',
    failed: 'Falhou',
  },
  restarts: (count: number, words: string) => (count === 1 ? `${words} reinício` : `${words} reinícios`),
  report: 'Algo não funciona?',
  reportLead:
    'Isto copia o que ajuda a descobrir por quê: versões e estados, sem chaves, nomes ou conversas.',
  copyReport: 'Copiar para um relato de erro',
  licence: 'Bloby é software livre, sob a licença MIT.',
}
