/** Reads a file of `test/vectors`, in a browser and in Node. What it holds is known to the caller only. */
export async function vectors<T>(file: string): Promise<T> {
  const url = new URL(`./vectors/${file}`, import.meta.url);
  if (url.protocol !== 'file:') return (await (await fetch(url)).json()) as T;
  // Named by a variable, so that no bundler or development server tries to resolve it for a browser.
  const name = 'node:fs/promises';
  const { readFile } = (await import(name)) as { readFile(path: URL, encoding: 'utf8'): Promise<string> };
  return JSON.parse(await readFile(url, 'utf8')) as T;
}
