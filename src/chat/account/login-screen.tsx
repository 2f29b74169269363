import { useState } from 'react'
import { AccountLayout } from './account-layout.tsx'
import { LoginCode } from './login-code.tsx'
import { LoginPassword } from './login-password.tsx'
import { loginTexts as texts } from './login-texts.ts'

/** For an owner who is not signed in: a passkey, or the password and perhaps a second step. */
export function LoginScreen({ wasSignedIn }: { wasSignedIn: boolean }) {
  /** The right password, while the second step is asked for. */
  const [password, setPassword] = useState<string | null>(null)
  if (password !== null) return <LoginCode password={password} startOver={() => setPassword(null)} />
  return (
    <AccountLayout title={texts.title} lead={wasSignedIn ? texts.sessionEnded : texts.lead}>
      <LoginPassword onCodeNeeded={setPassword} />
    </AccountLayout>
  )
}
