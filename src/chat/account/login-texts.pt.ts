import type { loginTexts as english } from './login-texts.ts'

/** In Portuguese. */
export const loginTexts: typeof english = {
  title: 'Que bom ver você de novo',
  lead: 'Digite sua senha para abrir o chat.',
  sessionEnded: 'Sua sessão terminou. O que você escreveu está guardado e é enviado assim que você entrar.',
  password: 'Senha',
  passwordMissing: 'Digite sua senha.',
  login: 'Entrar',
  usePasskey: 'Usar uma chave de acesso',
  passkeyUnused: 'Nenhuma chave de acesso foi usada. Tente de novo ou digite sua senha.',
  codeTitle: 'Só mais um passo',
  codeLead: 'Digite o código que seu aplicativo autenticador mostra para o Bloby.',
  code: 'Código',
  codeHint: 'Seis dígitos, novos a cada 30 segundos.',
  codeMissing: 'Digite os seis dígitos.',
  useRecoveryCode: 'Usar um código de recuperação',
  recoveryLead:
    'Digite um dos códigos que você guardou ao configurar o aplicativo autenticador. Cada um funciona uma vez.',
  recoveryCode: 'Código de recuperação',
  recoveryCodeMissing: 'Digite um código de recuperação.',
  useApp: 'Usar o aplicativo autenticador',
  startOver: 'Começar de novo',
  tooManyTries: (time: string) => `Tentativas demais. Você pode tentar de novo às ${time}.`,
  timeLeft: (time: string) => `Em ${time}`,
}
