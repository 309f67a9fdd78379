/** Transport bar, sheets and dialogs. Loaded after the first picture, as a chunk of its own. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { DiagramHost } from '../../host.ts';
import type { ControlsPart } from '../shell.ts';

/** What the controls ask of the shell. */
export interface ShellRequests {
  openTable(): void;
  returnFocus(): void;
}

export class Controls implements ControlsPart {
  constructor(_host: DiagramHost, _root: () => ParentNode, _shell: ShellRequests) {}
  bar(): TemplateResult { return html``; }
  sheets(): TemplateResult { return html``; }
  tick(): void {}
  toggleKeys(): void {}
  close(): boolean { return false; }
  dispose(): void {}
}
