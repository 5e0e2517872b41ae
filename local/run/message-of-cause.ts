/** The sentence in the cause of a failure: a step's cause is JSON with `errorMessage`; others are text. */
export function messageOfCause(cause: string | undefined): string {
  try {
    const parsed: unknown = JSON.parse(cause ?? '');
    const isStepError = typeof parsed === 'object' && parsed !== null && 'errorMessage' in parsed;
    return isStepError ? String(parsed.errorMessage) : (cause ?? '');
  } catch (error) {
    if (error instanceof SyntaxError) return cause ?? '';
    throw error;
  }
}
