/** Recorded runs from a file named by `src`. */
import { ToldError } from './told.ts';

const most = 8 * 1024 * 1024;

/** Fetches a recorded run, or a file that `imports` makes one of; rejects with a sentence that says what is wrong. */
export async function fetchSource(address: string, base: string, signal: AbortSignal, imports?: (text: string) => unknown): Promise<unknown> {
  let url: URL;
  try {
    url = new URL(address, base);
  } catch {
    throw new ToldError('not an address');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new ToldError('only http and https are read');
  const response = await fetch(url, { signal, credentials: 'same-origin' });
  if (!response.ok) throw new ToldError('the server answers {status}', { status: String(response.status) });
  if (Number(response.headers.get('content-length') ?? 0) > most) throw new ToldError('larger than 8 MB');
  const text = await response.text();
  if (text.length > most) throw new ToldError('larger than 8 MB');
  // What an element writes itself says so at once.
  if (imports && !text.slice(0, 64).includes('"ds-snapshot"')) return imports(text);
  const depth = deepest(text);
  if (depth > 16) throw new ToldError('nested deeper than 16');
  try {
    return JSON.parse(text);
  } catch {
    throw new ToldError('not JSON');
  }
}

/** Nesting of brackets outside strings; one walk through the text. */
export function deepest(text: string): number {
  let depth = 0;
  let most = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted) {
      if (character === '\\') i += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') most = Math.max(most, (depth += 1));
    else if (character === '}' || character === ']') depth -= 1;
  }
  return most;
}
