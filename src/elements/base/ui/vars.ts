/** Sets custom properties on an element through its style object, which a strict policy allows where attributes are barred. */
import { noChange } from 'lit';
import { directive, Directive, PartType } from 'lit/directive.js';
import type { ElementPart, PartInfo } from 'lit/directive.js';

type Values = { readonly [property: `--${string}`]: number | string };

class VarsDirective extends Directive {
  readonly #set = new Map<string, string>();

  constructor(info: PartInfo) {
    super(info);
    if (info.type !== PartType.ELEMENT) throw new Error('vars() stands on its own in a tag: <i ${vars({})}>');
  }

  render(_values: Values): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, [values]: [Values]): typeof noChange {
    const { style } = part.element as HTMLElement;
    for (const [name, value] of Object.entries(values)) {
      const text = String(value);
      if (this.#set.get(name) === text) continue;
      this.#set.set(name, text);
      style.setProperty(name, text);
    }
    return noChange;
  }
}

/** `<i ${vars({ '--share': 0.4 })}>`: custom properties of an element, written only when they change. */
export const vars = directive(VarsDirective);
