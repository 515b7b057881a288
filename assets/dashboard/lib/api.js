/* What the desk asks the daemon (PROTOCOL.md, section 5). */

export class ApiError extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

/* "/api/v1/report?by=queue"; parameters that are empty are left out. */
export function apiUrl(name, params = {}) {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    if (value !== undefined && value !== null && value !== '') {
      query.set(key, value);
    }
  }
  const text = query.toString();
  return `/api/v1/${name}${text ? `?${text}` : ''}`;
}

/*
 * Changes something: the answer as an object. `match` is the revision that is
 * changed; null: it is to be new. Throws an ApiError, with `faults` where the
 * daemon names several.
 */
export async function change(method, name, match, body) {
  const answer = await fetch(apiUrl(name), {
    method,
    headers: {
      ...(match === null ? { 'If-None-Match': '*' }
        : { 'If-Match': `"${match}"` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    const error = new ApiError(answer.status,
      told.error ?? String(answer.status));
    error.faults = told.faults ?? [];
    throw error;
  }
  return told;
}

/* The answer as an object; throws an ApiError with the daemon's words. */
export async function ask(name, params, signal) {
  const answer = await fetch(apiUrl(name, params), { signal });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new ApiError(answer.status, body.error ?? String(answer.status));
  }
  return body;
}

/* Does something about an alert ("alerts/act"); throws as ask() does. */
export async function post(name, body) {
  const answer = await fetch(apiUrl(name), { method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body) });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new ApiError(answer.status, told.error ?? String(answer.status));
  }
  return told;
}

/* A cell of a report: { value, numerator, denominator }, the last two of
 * shares and means only; value null when there is none. */
export function cellOf(cell) {
  return cell !== null && typeof cell === 'object'
    ? cell : { value: cell ?? null };
}
