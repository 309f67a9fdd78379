/**
 * Timed actions and captions that an author writes as children: `<ds-at>`, `<ds-note>`, or where a page's editor strips
 * unknown tags `<div data-ds="at">` and `<div data-ds="note">`.
 */
import type { Plain } from '../../models/kernel/model.ts';
import { argumentOf, camelCase, namedAsSet, parseCommands } from './commands.ts';
import type { TimedAction } from './concept.ts';
import { define } from './define.ts';
import { excerpt, parseDuration } from './grammar.ts';
import type { Caption } from './host.ts';
import type { Phrase } from './strings.ts';
import { told } from './told.ts';

export interface Script {
  readonly actions: readonly TimedAction[];
  readonly notes: readonly Caption[];
  /** What was wrong. */
  readonly faults: readonly Phrase[];
}

export const noScript: Script = { actions: [], notes: [], faults: [] };

const most = 256;
const noteLength = 280;
const selector = 'ds-at,ds-note,[data-ds="at"],[data-ds="note"]';
/** Attributes that belong to HTML, not to the action. */
const globals: ReadonlySet<string> = new Set(['id', 'class', 'style', 'slot', 'hidden', 'lang', 'dir', 'title', 'part', 'role', 'inert', 'translate', 'tabindex', 'nonce']);

/** A child as it is written: read from a page, or from the text of one. */
export interface Child {
  readonly localName: string;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  readonly textContent: string | null;
}

/** What the author wrote about one child, whichever of the two spellings it has. */
function fieldsOf(attributes: readonly { readonly name: string; readonly value: string }[], prefixed: boolean): Map<string, string> {
  const fields = new Map<string, string>();
  for (const { name, value } of attributes) {
    if (prefixed) {
      if (name.startsWith('data-ds-')) fields.set(camelCase(name.slice('data-ds-'.length)), value);
    } else if (!globals.has(name) && !name.startsWith('data-') && !name.startsWith('aria-')) fields.set(camelCase(name), value);
  }
  return fields;
}

/** Reads the children of a diagram, in their order. Nothing throws; what cannot be read is left out and told. */
export function readScript(host: Element): Script {
  return scriptOf([...host.querySelectorAll(selector)]);
}

/** What timed children say, in their order. */
export function scriptOf(found: readonly Child[]): Script {
  const actions: TimedAction[] = [];
  const notes: Caption[] = [];
  const faults: Phrase[] = [];
  if (found.length > most) faults.push(told(`more than ${most} timed children; the rest are left out`));
  for (const element of found.slice(0, most)) {
    const attributes = [...element.attributes].slice(0, 64);
    const kind = attributes.find(({ name }) => name === 'data-ds')?.value;
    const fields = fieldsOf(attributes, kind !== undefined);
    const isNote = element.localName === 'ds-note' || kind === 'note';
    const child = `<${element.localName}${kind === undefined ? '' : ` data-ds="${isNote ? 'note' : 'at'}"`}>`;
    if (attributes.some(({ name }) => name === 'data-ds-for')) {
      faults.push(told('{child} is a child and a reading step at once; it is left out', { child }));
      continue;
    }
    const time = parseDuration(fields.get('time') ?? '').value;
    if (time === undefined) {
      faults.push(told('{child} time="{value}" is not a duration such as 2s; it is left out', { child, value: excerpt(fields.get('time') ?? '') }));
      continue;
    }
    if (isNote) notes.push(readNote(element, time, fields));
    else readActions(fields, time, child, actions, faults);
  }
  notes.sort((a, b) => a.fromMs - b.fromMs);
  return { actions, notes, faults };
}

function readNote(element: Child, fromMs: number, fields: ReadonlyMap<string, string>): Caption {
  const until = parseDuration(fields.get('until') ?? '').value;
  const text = (element.textContent ?? '').slice(0, 4096).replace(/\s+/g, ' ').trim();
  return { fromMs, untilMs: until !== undefined && until > fromMs ? until : Infinity, text: [...text].slice(0, noteLength).join('') };
}

function readActions(fields: ReadonlyMap<string, string>, timeMs: number, child: string, actions: TimedAction[], faults: Phrase[]): void {
  const parsed = parseCommands(fields.get('do') ?? '');
  if (!parsed.ok) {
    faults.push(told('{child} do="{value}": {why}; it is left out', { child, value: excerpt(fields.get('do') ?? ''), why: told(parsed.reason) }));
    return;
  }
  const shared = new Map<string, Plain>();
  for (const [name, value] of fields) {
    if (name !== 'time' && name !== 'do' && name !== 'target' && value.length <= 4096) shared.set(name, argumentOf(name, value));
  }
  const written = fields.get('target')?.slice(0, 256).trim();
  for (const command of parsed.commands) {
    const target = command.target ?? (written || undefined);
    const args = shared.size || command.args ? namedAsSet(command.action, { ...Object.fromEntries(shared), ...command.args }) : undefined;
    actions.push({ timeMs, action: command.action, ...(target !== undefined && { target }), ...(args && { args }) });
  }
}

/** Calls back when children that could matter come, go or change. */
export function observeScript(host: Element, changed: () => void): () => void {
  const observer = new MutationObserver((records) => {
    if (records.some((record) => record.target !== host || record.type !== 'attributes')) changed();
  });
  observer.observe(host, { childList: true, subtree: true, attributes: true, characterData: true });
  return () => observer.disconnect();
}

/** The two child tags are inert: they hold data and show nothing of their own. */
export function defineChildTags(): void {
  if (typeof HTMLElement === 'undefined') return;
  define('ds-at', class DsAt extends HTMLElement {
    connectedCallback(): void { this.hidden = true; }
  });
  define('ds-note', class DsNote extends HTMLElement {
    connectedCallback(): void { this.hidden = true; }
  });
}
