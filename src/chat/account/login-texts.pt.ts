import type { loginTexts as english } from './login-texts.ts'

/** In Portuguese. */
export const loginTexts: typeof english = {
  title: 'Olá de novo',
  lead: 'Digite sua senha para abrir o chat.',
  sessionEnded: 'Sua sessão terminou. O que você escreveu está guardado e é enviado assim que você entrar.',
  password: 'Senha',
  passwordMissing: 'Digite sua senha.',
  passwordWrong: 'Esta senha não está certa.',
  login: 'Entrar',
  usePasskey: 'Usar uma chave de acesso',
  passkeyUnused: 'Nenhuma chave de acesso foi usada. Tente de novo ou digite sua senha.',
  codeTitle: 'Só mais um passo',
  codeLead: 'Digite o código que seu aplicativo autenticador mostra para o Bloby.',
  code: 'Código',
  codeHint: 'Seis dígitos, novos a cada 30 segundos.',
  codeMissing: 'Digite os seis dígitos.',
  codeWrong:
    'Este código não está certo. Os códigos mudam a cada 30 segundos e funcionam uma vez; espere pelo próximo.',
  codesClosed:
    'Houve códigos errados demais. Use um código de recuperação, ou mude sua senha em um aparelho conectado.',
  useRecoveryCode: 'Usar um código de recuperação',
  recoveryLead:
    'Digite um dos códigos que você guardou ao configurar o aplicativo autenticador. Cada um funciona uma vez.',
  recoveryCode: 'Código de recuperação',
  recoveryCodeMissing: 'Digite um código de recuperação.',
  recoveryCodeWrong: 'Este código de recuperação não está certo, ou já foi usado.',
  useApp: 'Usar o aplicativo autenticador',
  startOver: 'Começar de novo',
  lost: 'Sem celular e sem códigos? No computador do Bloby, execute:',
  tooManyTries: (time: string) => `Tentativas demais. Você pode tentar de novo às ${time}.`,
  timeLeft: (time: string) => `Em ${time}`,
}
