/** Asks the API, and turns every way in which an answer can fail into one error that a view can show. */

/** An answer did not come, or was a refusal. The message is for the viewer. */
export class ApiAnswerError extends Error {
  override readonly name = 'ApiAnswerError';
  /** Of the answer; absent when none came. */
  readonly status: number | undefined;

  constructor(message: string, status?: number, cause?: unknown) {
    super(message, { cause });
    this.status = status;
  }
}

/**
 * Reads JSON from the origin that the page comes from.
 *
 * @param isExpected Whether the answer has the shape asked for; the server has checked the rest against the contract.
 * @throws ApiAnswerError
 */
export async function askApi<Answer>(
  path: string,
  isExpected: (answer: unknown) => answer is Answer,
  signal: AbortSignal,
): Promise<Answer> {
  const response = await fetchOrExplain(path, signal);
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new ApiAnswerError(refusalText(body, response.status), response.status);
  if (isExpected(body)) return body;
  throw new ApiAnswerError(`The API's answer is not what this page understands: ${path}.`, response.status);
}

async function fetchOrExplain(url: string, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { signal, headers: { accept: 'application/json' } });
  } catch (cause) {
    signal.throwIfAborted();
    throw new ApiAnswerError(
      'The API does not answer. Is the connection up, and the system running?',
      undefined,
      cause,
    );
  }
}

/** Problem details (RFC 9457) tell more than a status. */
function refusalText(body: unknown, status: number): string {
  const { title, detail } = textsOf(body);
  if (title === undefined) return `The API answered with status ${status}.`;
  return detail === undefined ? `${title}.` : `${title}: ${detail}`;
}

function textsOf(body: unknown): { title?: string; detail?: string } {
  if (typeof body !== 'object' || body === null) return {};
  return {
    ...('title' in body && typeof body.title === 'string' && { title: body.title }),
    ...('detail' in body && typeof body.detail === 'string' && { detail: body.detail }),
  };
}
