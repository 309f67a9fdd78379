/** Icons of the controls, drawn on 16 × 16. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';

const PATHS = {
  play: 'M4.6 2.7a1 1 0 0 1 1.5-.9l7.8 5.3a1 1 0 0 1 0 1.8l-7.8 5.3a1 1 0 0 1-1.5-.9Z',
  pause: 'M4.6 2.5h1.6a.9.9 0 0 1 .9.9v9.2a.9.9 0 0 1-.9.9H4.6a.9.9 0 0 1-.9-.9V3.4a.9.9 0 0 1 .9-.9Zm5.2 0h1.6a.9.9 0 0 1 .9.9v9.2a.9.9 0 0 1-.9.9H9.8a.9.9 0 0 1-.9-.9V3.4a.9.9 0 0 1 .9-.9Z',
  back: 'M3.4 3.2a.9.9 0 0 1 1.8 0v9.6a.9.9 0 0 1-1.8 0Zm8.3-.1a.8.8 0 0 1 1.2.7v8.4a.8.8 0 0 1-1.2.7L6.5 8.7a.8.8 0 0 1 0-1.4Z',
  forward: 'M12.6 3.2a.9.9 0 0 0-1.8 0v9.6a.9.9 0 0 0 1.8 0ZM4.3 3.1a.8.8 0 0 0-1.2.7v8.4a.8.8 0 0 0 1.2.7l5.2-4.2a.8.8 0 0 0 0-1.4Z',
  more: 'M3.2 6.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3Zm4.8 0a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3Zm4.8 0a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3Z',
  bolt: 'M9.3 1.2 3.4 9.1h3.7l-.9 5.7 6-8.2H8.4Z',
  plus: 'M8 2.6a.9.9 0 0 1 .9.9v3.6h3.6a.9.9 0 1 1 0 1.8H8.9v3.6a.9.9 0 1 1-1.8 0V8.9H3.5a.9.9 0 1 1 0-1.8h3.6V3.5a.9.9 0 0 1 .9-.9Z',
  heal: 'M13.7 4.3a.95.95 0 0 1 0 1.35l-6.3 6.3a.95.95 0 0 1-1.35 0L2.3 8.2a.95.95 0 1 1 1.35-1.35l3.07 3.08 5.63-5.63a.95.95 0 0 1 1.35 0Z',
  cut: 'M8.9 1.3 6.3 5.6 9 7.7l-2.6 2.4 1.7 1.7-1.7 3.2.1-3.2-2.2-1.9 2.4-2.3-2.5-2.2Z',
  close: 'M3.7 3.7a.9.9 0 0 1 1.27 0L8 6.73l3.03-3.03a.9.9 0 1 1 1.27 1.27L9.27 8l3.03 3.03a.9.9 0 1 1-1.27 1.27L8 9.27 4.97 12.3a.9.9 0 1 1-1.27-1.27L6.73 8 3.7 4.97a.9.9 0 0 1 0-1.27Z',
} as const;

export type IconName = keyof typeof PATHS;

/** A decorative icon; the button around it carries the name. */
export function icon(name: IconName): TemplateResult {
  return html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d=${PATHS[name]}></path></svg>`;
}
