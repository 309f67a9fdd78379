/** Icons, drawn on 16 × 16. These are the shell's; the controls bring theirs. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';

export const PLAY = 'M4.6 2.7a1 1 0 0 1 1.5-.9l7.8 5.3a1 1 0 0 1 0 1.8l-7.8 5.3a1 1 0 0 1-1.5-.9Z';
export const PAUSE = 'M4.6 2.5h1.6a.9.9 0 0 1 .9.9v9.2a.9.9 0 0 1-.9.9H4.6a.9.9 0 0 1-.9-.9V3.4a.9.9 0 0 1 .9-.9Zm5.2 0h1.6a.9.9 0 0 1 .9.9v9.2a.9.9 0 0 1-.9.9H9.8a.9.9 0 0 1-.9-.9V3.4a.9.9 0 0 1 .9-.9Z';
export const CLOSE = 'M3.7 3.7a.9.9 0 0 1 1.27 0L8 6.73l3.03-3.03a.9.9 0 1 1 1.27 1.27L9.27 8l3.03 3.03a.9.9 0 1 1-1.27 1.27L8 9.27 4.97 12.3a.9.9 0 1 1-1.27-1.27L6.73 8 3.7 4.97a.9.9 0 0 1 0-1.27Z';

/** A decorative icon; the button around it carries the name. */
export function icon(path: string): TemplateResult {
  return html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d=${path}></path></svg>`;
}
