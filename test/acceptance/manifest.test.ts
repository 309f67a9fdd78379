/** `custom-elements.json` says all of an element that a page may use, and nothing that it has not. */
import { LitElement } from 'lit';
import { defaults, TOKENS } from '../../src/scene/palette.ts';
import { assert } from '../assert.ts';
import { clear, elements, show } from './support.ts';

interface Entry { readonly name: string; readonly kind?: string; readonly description?: string; readonly default?: string }
interface Declaration {
  readonly tagName?: string;
  readonly attributes: readonly Entry[];
  readonly members: readonly Entry[];
  readonly events: readonly Entry[];
  readonly slots: readonly Entry[];
  readonly cssParts: readonly Entry[];
  readonly cssProperties: readonly Entry[];
}

const manifest = (await (await fetch('/custom-elements.json')).json()) as { readonly modules: readonly { readonly declarations: readonly Declaration[] }[] };
const declared = new Map(manifest.modules.flatMap(({ declarations }) => declarations).map((each) => [each.tagName ?? '', each]));

/** Events that elements of this library fire. */
const events = ['ready', 'play', 'pause', 'seek', 'step', 'event', 'milestone', 'act', 'change', 'select', 'violation', 'error', 'end'].map((name) => `ds-${name}`);
/** Observed for what they mean in HTML. */
const ofHtml = ['id', 'lang', 'dir'];
/** What a page calls by itself, or what elements of this library say to each other. */
const inner = /^(constructor|.*Callback|render|update|updated|willUpdate|createRenderRoot|performUpdate|readSetting|writeSetting|concept|watched|_.*)$/;
/** Set as a whole, not as a colour. */
const plain = ['--ds-font', '--ds-mono', '--ds-radius'];

const names = (entries: readonly Entry[]): string[] => entries.map(({ name }) => name).sort();

/** Names of the public methods and properties of a class and of those between it and lit's. */
function publicOf(type: typeof HTMLElement): string[] {
  const found = new Set<string>();
  for (let at = type.prototype as object; at !== LitElement.prototype; at = Object.getPrototypeOf(at) as object) {
    for (const name of Object.getOwnPropertyNames(at)) if (!inner.test(name)) found.add(name);
  }
  return [...found];
}

describe('the manifest', () => {
  afterEach(clear);

  for (const { tag, type } of elements) {
    it(`says all of <${tag}>, and nothing more`, async () => {
      const declaration = declared.get(tag) ?? assert.fail(tag);
      assert.deepEqual(names(declaration.attributes), (type as unknown as { readonly observedAttributes: readonly string[] }).observedAttributes.filter((name) => !ofHtml.includes(name)).sort());
      assert.deepEqual(names(declaration.events), [...events].sort());
      const members = names(declaration.members);
      assert.deepEqual(publicOf(type).filter((name) => !members.includes(name)), [], 'members that it does not name');
      const figure = await show(`<${tag} view="2d" paused loading="eager"></${tag}>`);
      assert.deepEqual(members.filter((name) => !(name in figure)), [], 'members that are not there');
      const root = figure.shadowRoot!;
      const parts = new Set([...root.querySelectorAll('[part]')].flatMap((each) => [...each.part]));
      assert.deepEqual([...parts].filter((part) => !names(declaration.cssParts).includes(part)), [], 'parts that it does not name');
      assert.deepEqual([...new Set([...root.querySelectorAll('slot')].map(({ name }) => name))].sort(), names(declaration.slots), 'slots');
      for (const kind of ['attributes', 'members', 'events', 'slots', 'cssParts', 'cssProperties'] as const) {
        for (const { name, description } of declaration[kind]) assert.ok((description ?? '').length > 3, `${kind} ${name} has a description`);
      }
      for (const { name, default: value } of declaration.cssProperties.filter((each) => !plain.includes(each.name))) {
        const token = name.slice('--ds-'.length);
        assert.ok(TOKENS.includes(token), name);
        assert.equal(value, defaults('dark')[token], name);
      }
      for (const name of plain) assert.ok(declaration.cssProperties.some((each) => each.name === name), name);
    });
  }
});
