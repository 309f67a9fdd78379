/** Puts a shell into a page as `DsDiagram` does: a shadow root, its sheet, a render whenever something was asked. */
import { render } from 'lit';
import type { NodePlace } from '../node-layer.ts';
import { Shell } from '../shell.ts';
import { shellStyles } from '../styles.ts';
import type { PlacedText } from '../type-layer.ts';
import type { FakeHost } from './fake-host.ts';

export interface Figure {
  readonly element: HTMLElement;
  readonly root: ShadowRoot;
  readonly shell: Shell;
  /** Renders at once, layers included. */
  draw(): void;
  /** A part of the shell, or an error that names what is missing. */
  find(selector: string): HTMLElement;
}

/** Where the nodes stand, as shares of the stage that header and column leave free, with their pills. */
const PLACES = [
  ['n1', 0.5, 0.3, 'Leader', 'leader', 'T4'], ['n2', 0.86, 0.38, 'Candidate', 'candidate', 'T6'], ['n3', 0.8, 0.78, 'S3 Crashed', 'crashed', 'T4'],
  ['n4', 0.28, 0.76, 'Follower', 'follower', 'T4'], ['n5', 0.16, 0.4, 'Follower', 'follower', 'T4'],
] as const;

/** Adds a figure to `parent` and renders it once. */
export function mountFigure(host: FakeHost, parent: HTMLElement, setUp?: (element: HTMLElement) => void): Figure {
  const element = parent.ownerDocument.createElement('div');
  setUp?.(element);
  const root = element.attachShadow({ mode: 'open' });
  const sheet = shellStyles.styleSheet;
  if (sheet) root.adoptedStyleSheets = [sheet];
  parent.append(element);
  const shell = new Shell(host, () => root);
  const draw = (): void => {
    host.width = element.clientWidth;
    render(shell.render(), root);
    layOut(shell, host);
    shell.tick();
  };
  host.update = draw;
  draw();
  return {
    element, root, shell, draw,
    find(selector) {
      const found = root.querySelector<HTMLElement>(selector);
      if (!found) throw new Error(`There is no ${selector}.`);
      return found;
    },
  };
}

function layOut(shell: Shell, host: FakeHost): void {
  const { stage } = shell;
  if (!stage) return;
  const width = stage.clientWidth - (host.width >= 861 ? 286 : 0);
  const height = stage.clientHeight - 44;
  const phone = host.width <= 460;
  const places: NodePlace[] = [];
  const texts: PlacedText[] = [];
  for (const [id, x, y, caption, role, badge] of PLACES) {
    const at = { x: x * width, y: 44 + y * height };
    places.push({ id, ...at, width: 60, height: 52, name: `${host.nameOf(id)}, ${caption}, ${badge}` });
    const crashed = role === 'crashed';
    texts.push({ key: `${id}-id`, kind: 'inlay', text: crashed ? '✕' : host.nameOf(id), role, ...at, size: 14, weight: 600, tone: crashed ? 'muted' : 'text' });
    texts.push({ key: `${id}-pill`, kind: phone ? 'badge' : 'pill', text: phone ? '' : caption, badge, role, x: at.x, y: at.y - 50, size: 13, weight: 500, tone: 'text' });
  }
  shell.nodes?.update(places);
  shell.type?.update(texts);
}
