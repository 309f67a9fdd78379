/**
 * The first picture of a figure whose code has not come yet: its opening moment, drawn flat into the shadow root that the
 * element will take over. No lit, no timeline, no controls: model, picture and painter are all it takes.
 */
import type { RandomStream, World } from '../../models/kernel/model.ts';
import { parseSeed } from '../../models/kernel/fnv.ts';
import { Stream } from '../../models/kernel/random.ts';
import { fitCamera } from '../../scene/camera.ts';
import { gradientAttributes, gradientId, PATH_ATTRIBUTES, pathValues, stopAttributes } from '../../scene/flat/markup.ts';
import type { Primitive } from '../../scene/flat/pen.ts';
import { primitives } from '../../scene/flat/shapes-2d.ts';
import { textPrimitives } from '../../scene/flat/type.ts';
import { layoutLabels } from '../../scene/layout/labels.ts';
import { defaults, TOKENS } from '../../scene/palette.ts';
import type { Scheme } from '../../scene/palette.ts';
import { PictureBuilder } from '../../scene/picture.ts';
import type { Colours, Shot } from '../../scene/view.ts';
import { common } from './common-settings.ts';
import type { Moment, Preview } from './concept.ts';
import { parseDuration } from './grammar.ts';
import { Names } from './names.ts';
import { isEnglish, isRightToLeft, languageOf, prefersStill, schemeOf } from './preferred.ts';
import { attributeOf, Settings } from './settings.ts';
import type { SettingSpec } from './settings.ts';
import { settle } from './settle.ts';
import { addDefaults, translator } from './strings.ts';
import { HEADER, insetsAt, layoutAt } from './ui/layout.ts';

const SVG = 'http://www.w3.org/2000/svg';
/** What lies below the stage: readouts and controls, as `loader/reserve.ts` keeps room for them. */
const below = { wide: 50, middle: 93, phone: 116 };

/** Settings as the author's attributes and the scenario have them. */
function settingsOf<Config extends object, State>(element: Element, preview: Preview<Config, State>): Settings {
  const specs = new Map<string, SettingSpec>([...Object.entries(common), ...Object.entries(preview.settings)]);
  specs.set('scenario', { kind: 'enum', fallback: 'default', words: [...preview.scenarios.keys()], change: 'restart' });
  const settings = new Settings(specs);
  for (const [name, spec] of specs) settings.writeText(name, element.getAttribute(attributeOf(name, spec)));
  settle(settings, preview);
  return settings;
}

/** Whether the figure opens at 0 with nothing done to the system: only the whole element knows what else there may be. */
function opensAtRest<Config extends object, State>(element: Element, preview: Preview<Config, State>, settings: Settings, reduced: boolean): boolean {
  const scenario = preview.scenarios.get(String(settings.get('scenario')));
  const open = reduced && settings.textOf('time') === null ? (scenario?.stillMs ?? 0) : Number(settings.get('time'));
  const acted = (scenario?.actions ?? []).some(({ timeMs }) => timeMs <= 0)
    || [...element.querySelectorAll('ds-at,[data-ds="at"]')].some((at) => !((parseDuration(at.getAttribute('time') ?? at.getAttribute('data-ds-time') ?? '').value ?? 1) > 0));
  return (preview.covers?.(settings.values) ?? true) && open === 0 && !acted && settings.get('src') === '' && settings.get('sync') === '' && !(element.id && location.hash.includes(`ds-${element.id}=`));
}

/** The world at time 0: chance is as in the run, and nothing that is planned or told is needed. */
function opening(seed: number): World {
  const streams = new Map<string, RandomStream>();
  return {
    nowUs: 0,
    schedule: () => 0,
    emit: () => undefined,
    random(name) {
      const stream = streams.get(name) ?? Stream.named(seed, name);
      streams.set(name, stream);
      return stream;
    },
  };
}

/** Plain colours that the author set on the element or above it; defaults for the rest. */
function coloursOf(element: Element, scheme: Scheme): Colours {
  const computed = getComputedStyle(element);
  const usual = defaults(scheme);
  return Object.fromEntries(TOKENS.map((token) => {
    const hue = token.replace(/-(body|text|line|lit)$/, '');
    const set = [token, hue].map((name) => computed.getPropertyValue(`--ds-${name}`).trim()).find((value) => /^#[0-9a-f]{6}$/i.test(value));
    return [token, set?.toLowerCase() ?? usual[token] ?? '#808080'];
  }));
}

function node(name: string, attributes: readonly (readonly [string, string | number])[], text?: string): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of attributes) made.setAttribute(key, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}

const words = (x: number, y: number, fill: string, size: number, weight: number, text: string, anchor = 'middle'): SVGElement =>
  node('text', [['x', x], ['y', y], ['fill', fill], ['font-size', size], ['font-weight', weight], ['text-anchor', anchor]], text);

function path(primitive: Primitive): SVGElement {
  const values = pathValues(primitive);
  return node('path', PATH_ATTRIBUTES.flatMap((name, n) => (values[n] === null || values[n] === undefined ? [] : [[name, values[n]] as const])));
}

/** The gradients that paths name, each once. */
function definitions(list: readonly Primitive[]): SVGElement {
  const made = node('defs', []);
  const gradients = new Map(list.flatMap(({ gradient }) => (gradient ? [[gradientId(gradient), gradient] as const] : [])));
  for (const gradient of gradients.values()) {
    const { name, attributes } = gradientAttributes(gradient);
    const element = node(name, attributes);
    element.append(...stopAttributes(gradient).map((stop) => node('stop', stop)));
    made.append(element);
  }
  return made;
}

/** Pills and ids over the picture, as paths and words. */
function type(shot: Shot, badgesOnly: boolean): SVGElement {
  const group = node('g', []);
  for (const item of layoutLabels(shot.picture, fitCamera(shot.picture.plate, shot.frame), { badgesOnly }).texts) {
    const text = textPrimitives(item, shot.colours, shot.scheme);
    group.append(...text.paths.map(path));
    group.append(...text.words.map((word) => words(word.x, word.y, word.fill, word.size, word.weight, word.text)));
  }
  return group;
}

/** The panel with title and clause, which the element's own takes the place of. */
function panel(width: number, height: number, colours: Colours, title: string, clause: string, rightToLeft: boolean): SVGElement {
  const group = node('g', [['class', 'panel']]);
  const edge = rightToLeft ? width - 18 : 16;
  const light = node('radialGradient', [['id', 'lit'], ['cx', 0.42], ['cy', 0.3], ['r', 0.88]]);
  for (const [offset, token] of [[0, 'surface-lit'], [1, 'surface']] as const) light.append(node('stop', [['offset', offset], ['stop-color', colours[token] ?? '']]));
  group.append(light, node('rect', [['x', 0.5], ['y', 0.5], ['width', width - 1], ['height', height - 1], ['rx', 18], ['fill', 'url(#lit)'], ['stroke', colours['plate-edge'] ?? ''], ['stroke-opacity', 0.6]]));
  const heading = words(edge, HEADER / 2 + 5.5, colours['text'] ?? '', 15, 620, title, 'start');
  if (layoutAt(width) === 'wide') heading.append(node('tspan', [['dx', 14], ['font-size', 13], ['font-weight', 400], ['fill', colours['muted'] ?? '']], clause));
  group.append(heading);
  return group;
}

/**
 * Draws the opening moment into the shadow root of an element that is not defined yet, as soon as there are words for it in
 * its language. Nothing throws; at worst nothing is shown.
 */
export function showPreview<Config extends object, State>(element: HTMLElement, preview: Preview<Config, State>): void {
  const nothing = (): void => undefined;
  const language = languageOf(element);
  if (isEnglish(language)) drawPreview(element, preview);
  else void import('./languages.ts').then(({ fetchWords }) => fetchWords(language, preview.slug)).catch(nothing).then(() => drawPreview(element, preview)).catch(nothing);
}

function drawPreview<Config extends object, State>(element: HTMLElement, preview: Preview<Config, State>): void {
  if (element.shadowRoot || customElements.get(element.localName)) return;
  const width = element.clientWidth;
  const height = element.clientHeight;
  const stage = height - below[layoutAt(width)];
  if (width < 120 || stage < 120) return;
  const settings = settingsOf(element, preview);
  if (!opensAtRest(element, preview, settings, prefersStill())) return;
  addDefaults('en', preview.strings);
  const text = translator(languageOf(element));
  const state = preview.model.create(preview.configure(settings.values), opening(parseSeed(String(settings.get('seed')))));
  const names = new Names((id) => preview.defaultName(id, text));
  names.use(String(settings.get('names')));
  const tall = layoutAt(width) === 'phone';
  const moment: Moment<State> = {
    state, nowUs: 0, tall, usPerViewingMs: preview.pace * Number(settings.get('speed')), text, selected: null, settings: settings.values,
    name: (id) => preview.givenName?.(state, id) ?? names.of(id, () => preview.nodes(state)),
  };
  const builder = new PictureBuilder();
  preview.draw(moment, builder);
  const theme = settings.get('theme');
  const scheme = theme === 'light' || theme === 'dark' ? theme : schemeOf(element);
  const rightToLeft = isRightToLeft(element);
  const colours = coloursOf(element, scheme);
  const shot: Shot = { picture: builder.picture(), frame: { width, height: stage, inset: insetsAt(width, rightToLeft) }, colours, scheme };
  const title = String(settings.get('label')) || text(`${preview.slug}.title`);
  const list = primitives(shot, preview.marks);
  const surface = node('svg', [['class', 'preview'], ['role', 'img'], ['aria-label', title], ['viewBox', `0 0 ${width} ${height}`], ['width', width], ['height', height], ['font-family', 'Inter, ui-sans-serif, system-ui, sans-serif']]);
  const picture = node('g', []);
  picture.append(...list.map(path));
  surface.append(definitions(list), panel(width, height, colours, title, preview.subtitle(moment), rightToLeft), picture, type(shot, tall));
  element.attachShadow({ mode: 'open' }).append(surface);
}

