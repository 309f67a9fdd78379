/** What is said of an event: the string `<slug>.say.<key>`, with the names of nodes and all that the event carries. */
import type { ModelEvent, Plain } from '../../models/kernel/model.ts';
import type { EventSpec } from './concept.ts';
import type { Translate } from './strings.ts';

export type Say = NonNullable<EventSpec['say']>;

/** An event to be told, and how to name things in it. */
export interface Telling {
  readonly event: ModelEvent;
  readonly text: Translate;
  readonly name: (id: string) => string;
}

type Values = { readonly [field: string]: string | number };

/** What a concept adds to what all have in common. */
export interface Manner {
  /** The word for a text that the event carries; as it is when undefined. */
  readonly word?: (field: string, value: string, telling: Telling) => string | undefined;
  /** Values beside or instead of those of the event. */
  readonly more?: (telling: Telling) => Values | undefined;
}

/** `n1,n2|n3`, `n1>n2` or `n1-n2` with names for ids. */
function sidesOf(ends: string, name: Telling['name'], comma: string): string {
  const link = (id: string): string => id.split(/([->])/).map((part) => (part === '-' || part === '>' || part === '' ? part : name(part))).join('');
  return ends.split('|').map((side) => side.split(',').map(link).join(comma)).join(' | ');
}

/** Values of a list, or ids as names; a dash for none. */
function listOf(items: readonly Plain[], name: Telling['name'], comma: string): string {
  const item = (each: Plain): string => (typeof each === 'string' ? name(each) : typeof each === 'object' && each !== null && 'value' in each ? String(each['value']) : String(each));
  return items.map(item).join(comma) || '–';
}

/** Makes the `say` of a concept: it takes the key of a string, or how to choose it. */
export function sayer(slug: string, { word, more }: Manner = {}): (key: string | ((event: ModelEvent) => string)) => Say {
  return (key) => (event, text, name) => {
    const telling: Telling = { event, text, name };
    const { node, peer, data } = event;
    const values: { [field: string]: string | number } = {
      node: node === undefined ? '' : name(node), peer: peer === undefined ? '' : name(peer), sides: sidesOf(String(data['groups'] ?? data['link'] ?? ''), name, text.comma),
    };
    for (const [field, value] of Object.entries(data)) {
      if (typeof value === 'number') values[field] = Math.round(value);
      else if (typeof value === 'string') values[field] = word?.(field, value, telling) ?? value;
      else if (Array.isArray(value)) values[field] = listOf(value as readonly Plain[], name, text.comma);
    }
    return text(`${slug}.say.${typeof key === 'string' ? key : key(event)}`, { ...values, ...more?.(telling) });
  };
}
