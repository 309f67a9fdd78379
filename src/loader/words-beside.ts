/** For the file that holds everything: words of other languages than English come by a classic script beside it, once asked for. */

type Tables = { readonly [name: string]: { readonly strings: { readonly [key: string]: string } } };

declare global {
  interface Window {
    /** Filled by `ds-elements.all.<tag>.js`: tables of words by tag, then by concept. */
    dsElementsWords?: { [tag: string]: Tables };
  }
}

const own = document.currentScript as HTMLScriptElement | null;
const coming = new Map<string, Promise<void>>();

/** A page may have named the script itself: where nothing else may be fetched, or a policy refuses scripts that scripts add. */
function fetched(tag: string): Promise<void> {
  if (window.dsElementsWords?.[tag]) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = new URL(`ds-elements.all.${tag}.js`, own?.src ?? location.href).href;
    if (own?.nonce) script.nonce = own.nonce;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${script.src} could not be loaded.`));
    document.head.append(script);
  });
}

/** The table of a concept, or of `base`, in the language of a tag. Rejects where it cannot be had; may be called again then. */
export async function wordsBeside(tag: string, name: string): Promise<Tables[string]> {
  const script = coming.get(tag) ?? fetched(tag);
  coming.set(tag, script);
  script.catch(() => coming.delete(tag));
  await script;
  const table = window.dsElementsWords?.[tag]?.[name];
  if (!table) throw new Error(`ds-elements.all.${tag}.js has no words for ${name}: it is of another version.`);
  return table;
}
