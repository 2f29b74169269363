/** Where what is imported from React comes from: the same functions of Preact, at a seventh of the size. */
export const preactForReact = {
  'react/jsx-runtime': 'preact/jsx-runtime',
  'react/jsx-dev-runtime': 'preact/jsx-dev-runtime',
  'react-dom/client': 'preact/compat/client',
  'react-dom/server': 'preact/compat/server',
  'react-dom': 'preact/compat',
  react: `${import.meta.dirname}/preact-as-react.js`,
}
