/** The concept's verbs and switches: in the transport bar where there is room, else in the ⋯ sheet. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ActionSpec, Verb } from '../../concept.ts';
import type { DiagramHost } from '../../host.ts';
import { icon } from '../icons.ts';
import { ICONS } from './icons.ts';

type WithVerb = ActionSpec & { readonly verb: Verb };

/** A switch: choices of which one is in force. */
interface Switch {
  /** Key of what is chosen. */
  readonly of: string;
  readonly choices: readonly WithVerb[];
  /** Its words take more room than a bar has beside everything else. */
  readonly long: boolean;
}

export interface Verbs {
  readonly verbs: readonly WithVerb[];
  /** Those that the bar has room for. */
  readonly inBar: readonly WithVerb[];
  readonly switches: readonly Switch[];
}

/** Most letters of a switch that the bar takes at every width that has one. */
const mostLetters = 20;

export function verbsOf(host: DiagramHost): Verbs {
  const all = host.readonlyMode ? [] : host.actions.filter((spec): spec is WithVerb => spec.verb !== undefined);
  const verbs = all.filter(({ verb }) => !verb.choice);
  const switches = [...new Set(all.flatMap(({ verb }) => verb.choice?.of ?? []))].map((of): Switch => {
    const choices = all.filter(({ verb }) => verb.choice?.of === of);
    return { of, choices, long: choices.reduce((sum, { verb }) => sum + host.text(verb.label).length, 0) > mostLetters };
  });
  return { verbs, inBar: verbs.slice(0, switches.some(({ long }) => !long) ? 1 : 2), switches };
}

/** A verb of the concept, with its target filled in. */
export function verbButton(host: DiagramHost, { action, verb }: WithVerb, className = ''): TemplateResult {
  return html`<button type="button" class="button verb ${className}" @click=${() => host.act(action, verb.target, verb.args)}>${verb.icon ? icon(ICONS[verb.icon]) : nothing}${host.text(verb.label)}</button>`;
}

/** Choices side by side, the one in force pressed. */
export function switchOf(host: DiagramHost, { of, choices }: Switch, className = ''): TemplateResult {
  return html`<div class="switch ${className}" role="group" aria-label=${host.text(of)}>${choices.map((spec) => {
    const pressed = host.isChosen(spec);
    return html`<button type="button" class="button verb" aria-pressed=${pressed} @click=${() => !pressed && host.act(spec.action, spec.verb.target, spec.verb.args)}>${host.text(spec.verb.label)}</button>`;
  })}</div>`;
}
