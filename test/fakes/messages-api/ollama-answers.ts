/** What Ollama answers beside the Messages API; undefined: it does not know the path. From its `docs/api.md`. */
export function ollamaAnswer(
  path: string,
  body: unknown,
  models: readonly string[],
): { status: number; body: object } | undefined {
  switch (path) {
    case '/api/version':
      return ok({ version: '0.14.2' })
    case '/api/tags':
      return ok({ models: models.map(describeModel) })
    case '/api/ps':
      return ok({
        models: models
          .slice(0, 1)
          .map((name) => ({ ...describeModel(name), context_length: 4096, size_vram: 5_600_000_000 })),
      })
    case '/api/show':
      return showModel(body, models)
    default:
      return undefined
  }
}

function showModel(body: unknown, models: readonly string[]): { status: number; body: object } {
  const { model, name } = Object(body) as { model?: string; name?: string }
  const asked = model ?? name ?? ''
  if (!models.includes(asked)) return { status: 404, body: { error: `model '${asked}' not found` } }
  return ok({
    details: describeModel(asked).details,
    model_info: { 'general.architecture': 'qwen3', 'qwen3.context_length': 40_960 },
    capabilities: ['completion', 'tools', 'thinking'],
  })
}

function describeModel(name: string) {
  return {
    name,
    model: name,
    modified_at: '2026-09-01T10:00:00Z',
    size: 5_200_000_000,
    digest: '500a1f067a9f782620b40bee6f7b0c89e17ae61f686b92c24933e4ca4b2b8b41',
    details: { family: 'qwen3', parameter_size: '8.2B', quantization_level: 'Q4_K_M', format: 'gguf' },
  }
}

function ok(body: object): { status: number; body: object } {
  return { status: 200, body }
}
