// The four panels beside the diagram. Each is filled for one element and gives back what keeps it up to date.
import { controlOf } from './controls.js';
import { clock, make, prose } from './dom.js';
import { textOf } from './manifest.js';

/** Attributes: the element's own, then those that all share. `write(attribute, text)` hears of every change. */
export function attributesPanel(form, description, { write, reset }) {
  const controls = new Map(description.attributes.map((attribute) => [attribute.name, { attribute, ...controlOf(attribute, (text) => write(attribute, text)) }]));
  const fields = (common) => description.attributes.filter((attribute) => attribute.common === common).map(({ name }) => controls.get(name).field);
  const count = make('span', { class: 'count', role: 'status' });
  const all = make('button', { type: 'button', class: 'plain', onclick: reset }, 'Reset all');
  const shared = fields(true);
  form.replaceChildren(
    make('p', { class: 'changed' }, count, all),
    ...fields(false),
    ...(shared.length > 0 ? [make('details', { class: 'more' }, make('summary', {}, `${shared.length} more`), ...shared)] : []),
  );
  return {
    controls,
    /** Shows what is written, and what holds on the figure for all else. */
    show(given, figure) {
      const said = `${given.size} changed`;
      if (count.textContent !== said) count.textContent = said;
      all.hidden = given.size === 0;
      for (const [name, { attribute, show }] of controls) {
        const holds = figure[attribute.property];
        show(given.get(name) ?? null, holds === undefined ? attribute.fallback : textOf(holds, attribute.grammar.kind));
      }
      if (shared.some((field) => given.has(field.dataset.attribute))) form.querySelector('.more').open = true;
    },
  };
}

const needed = { node: 'a node', groups: 'n1 n2 | n3', message: 'a message' };

/** A written argument as the model takes it: a number where it is one, a truth value, else text. */
function argument(text) {
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) return Number(text);
  return text === 'true' ? true : text === 'false' ? false : text;
}

/** Actions: a row each, with its target and its arguments. `act(action, target, args)` gives the element's answer. */
export function actionsPanel(form, { actions, targets }, { act }) {
  if (actions.length === 0) {
    form.replaceChildren(make('p', { class: 'about' }, 'The manifest names no actions of this element. Those of its own buttons work.'));
    return;
  }
  const list = make('datalist', { id: 'targets' }, ...targets.map((value) => make('option', { value })));
  const rows = actions.map(({ name, needs, note, arguments: names }) => {
    const id = `action-${name}`;
    const fields = [...(needed[needs] ? [['target', needed[needs]]] : []), ...names.filter((each) => each !== 'target').map((each) => [each, ''])];
    const answer = make('p', { class: 'answer', role: 'status' });
    const inputs = fields.map(([field, hint]) => make('input', { type: 'text', id: `${id}-${field}`, placeholder: hint, autocomplete: 'off', spellcheck: 'false', list: field === 'target' || field === 'node' ? 'targets' : null, 'data-field': field }));
    const run = () => {
      const given = inputs.map((input) => [input.dataset.field, input.value.trim()]).filter(([, value]) => value !== '');
      const args = Object.fromEntries(given.filter(([field]) => field !== 'target').map(([field, value]) => [field, argument(value)]));
      const result = act(name, given.find(([field]) => field === 'target')?.[1], args);
      answer.textContent = result.ok ? `Done at ${clock(result.timeMs)}` : result.reason;
      answer.classList.toggle('refused', !result.ok);
    };
    for (const input of inputs) {
      input.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        run();
      });
    }
    const title = make('code', { id: `${id}-name` }, name);
    const words = names.join(', ');
    return make('div', { class: 'action', role: 'group', 'aria-labelledby': title.id }, title,
      ...inputs.map((input) => make('label', { class: input.dataset.field }, make('span', {}, input.dataset.field), input)),
      make('button', { type: 'button', class: 'act', onclick: run, 'aria-label': `Do ${name}`, 'data-action': name }, 'Do'),
      note && note !== words ? make('p', { class: 'about' }, ...prose(note)) : null, answer);
  });
  form.replaceChildren(list, make('p', { class: 'about lead' }, 'Targets: ', ...targets.flatMap((target, at) => [at > 0 ? ', ' : '', make('code', {}, target)]), '. Without one the model chooses where it can.'), ...rows);
}

/** Rows that are kept, and how often they are drawn. */
const most = 200;
const everyMs = 250;

/** A value of a detail in a few characters. */
function brief(value) {
  if (typeof value === 'number') return String(Number.isInteger(value) ? value : Number(value.toPrecision(4)));
  if (Array.isArray(value)) return value.map(brief).join(', ') || 'none';
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

const line = (detail) => Object.entries(detail).filter(([, value]) => value !== undefined && JSON.stringify(value) !== '{}').map(([key, value]) => `${key} ${brief(value)}`).join(' · ').slice(0, 400);

/** What of a detail stands in the line of an event: a model event by its type and node, all else as it is. */
function wordsOf(name, detail) {
  if (!detail) return ['', ''];
  const { type, node, peer, data } = detail;
  const what = type ?? detail.action ?? detail.name ?? detail.code ?? '';
  const body = name === 'ds-event' || name === 'ds-milestone' ? data : Object.fromEntries(Object.entries(detail).filter(([key]) => !['time', 'by', 'action', 'code'].includes(key)));
  return [`${what}${node ? ` ${node}` : ''}${peer ? ` → ${peer}` : ''}`, body ? line(body) : ''];
}

/** Events, newest first, as they come; `ds-step` comes with every frame and is left out. */
export function eventsPanel(box, { events }) {
  const names = [...new Set(events.map(({ name }) => name))].filter((name) => name !== 'ds-step');
  const filter = make('select', { id: 'event-filter' }, make('option', { value: '' }, 'all events'), ...names.map((name) => make('option', { value: name }, name)));
  const hold = make('button', { type: 'button', class: 'plain', 'aria-pressed': 'false' }, 'Hold');
  const list = make('ol', { class: 'log', 'aria-label': 'Events, newest first', tabindex: '0' });
  const empty = make('p', { class: 'about' }, 'Nothing has happened yet.');
  let heard = [];
  let drawn = null;
  let timer = 0;
  const draw = () => {
    timer = 0;
    if (box.hidden || hold.getAttribute('aria-pressed') === 'true') return;
    const shown = heard.filter(({ name }) => filter.value === '' || name === filter.value);
    if (drawn === shown[0] && list.childElementCount === Math.min(most, shown.length)) return;
    drawn = shown[0];
    empty.hidden = shown.length > 0;
    list.replaceChildren(...shown.slice(0, most).map(({ name, timeMs, what, body }) => make('li', { 'data-event': name }, make('span', { class: 'when' }, clock(timeMs)), make('span', { class: 'what' }, make('b', {}, name.slice(3)), ` ${what}`), body ? make('span', { class: 'data' }, body) : null)));
  };
  const soon = () => { timer ||= setTimeout(draw, everyMs); };
  filter.addEventListener('change', draw);
  hold.addEventListener('click', () => {
    hold.setAttribute('aria-pressed', String(hold.getAttribute('aria-pressed') !== 'true'));
    draw();
  });
  const clear = make('button', { type: 'button', class: 'plain', onclick: () => { heard = []; list.replaceChildren(); empty.hidden = false; drawn = null; } }, 'Clear');
  box.replaceChildren(
    make('p', { class: 'changed' }, make('label', { for: filter.id, class: 'hidden' }, 'Which events'), make('span', { class: 'select' }, filter), hold, clear),
    empty, list,
    make('details', { class: 'more' }, make('summary', {}, `What the ${names.length} events mean`), make('dl', { class: 'terms' }, ...events.flatMap(({ name, description }) => [make('dt', {}, make('code', {}, name)), make('dd', {}, ...prose(description))]))),
  );
  return {
    names,
    draw,
    hear(name, detail, nowMs) {
      const [what, body] = wordsOf(name, detail);
      heard = [{ name, timeMs: typeof detail?.time === 'number' ? detail.time : nowMs, what, body }, ...heard.slice(0, most * 2)];
      soon();
    },
  };
}

/** Colours that the element names, and its parts and states for a page's own style sheet. `paint(name, value)`: null = as it was. */
export function stylePanel(form, { tag, colours, parts, states }, { given, paint }) {
  const fields = colours.map(({ name, fallback, description }) => {
    const id = `colour${name}`;
    const text = make('input', { type: 'text', id, autocomplete: 'off', spellcheck: 'false', placeholder: fallback, 'aria-describedby': `${id}-about ${id}-problem` });
    const well = make('input', { type: 'color', 'aria-label': `${name}, picker` });
    const was = make('button', { type: 'button', class: 'was', hidden: true, 'aria-label': `${name} was ${fallback}: reset` }, 'reset');
    const problem = make('p', { class: 'problem', id: `${id}-problem`, role: 'status' });
    const show = (value) => {
      text.value = value ?? '';
      was.hidden = value === null;
      well.value = /^#[0-9a-f]{6}$/i.test(value ?? fallback) ? value ?? fallback : well.value;
    };
    const write = (value) => {
      const usable = value === null || CSS.supports('color', value);
      problem.textContent = usable ? '' : `“${value.slice(0, 40)}” is no colour.`;
      text.toggleAttribute('aria-invalid', !usable);
      if (!usable) return;
      show(value);
      paint(name, value);
    };
    text.addEventListener('change', () => write(text.value.trim() || null));
    well.addEventListener('input', () => write(well.value));
    was.addEventListener('click', () => { write(null); text.focus(); });
    show(given.get(name) ?? null);
    return make('div', { class: 'field colour', 'data-colour': name }, make('div', { class: 'field-head' }, make('label', { for: id }, make('code', {}, name)), was, well), text, make('p', { class: 'about', id: `${id}-about` }, ...prose(description)), problem);
  });
  const terms = (title, entries, selector) => (entries.length === 0 ? null : make('section', { class: 'terms-box' }, make('h2', {}, title), make('dl', { class: 'terms' }, ...entries.flatMap(({ name, description }) => [make('dt', {}, make('code', {}, selector(name))), make('dd', {}, ...prose(description))]))));
  form.replaceChildren(...fields, ...[terms('Parts', parts, (name) => `${tag}::part(${name})`), terms('States', states, (name) => `${tag}:state(${name})`)].filter(Boolean));
}
