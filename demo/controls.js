// One control per attribute, by its grammar in the manifest. What is written goes to the element as it is: the element alone
// says what it can use.
import { make, prose } from './dom.js';
import { durationText } from './manifest.js';

const counted = new Intl.NumberFormat('en');

/** Round steps from `min` to `max`: even ones up to a span of 100, above that about 5 % of the value each. */
export function ladder({ kind, min = 0, max = 1 }) {
  const whole = kind === 'integer';
  const span = max - min;
  const unit = whole ? 1 : 10 ** Math.floor(Math.log10(span / 20));
  const even = span / unit > 100 ? unit * (span / unit > 250 ? 5 : 2) : unit;
  const steps = [min];
  for (let at = min; steps.length < 400;) {
    const far = span > 100 ? 10 ** (Math.floor(Math.log10(Math.max(1, at))) - 1) * (at < 20 ? 1 : 5) : even;
    const step = whole ? Math.max(1, Math.round(far)) : far;
    at = Number(((Math.floor(at / step + 1e-9) + 1) * step).toPrecision(12));
    if (at >= max) break;
    steps.push(at);
  }
  return [...steps, max];
}

/** The step nearest to a value. */
export function nearest(steps, value) {
  let best = 0;
  steps.forEach((step, index) => {
    if (Math.abs(step - value) < Math.abs(steps[best] - value)) best = index;
  });
  return best;
}

const numeric = new Set(['integer', 'number', 'share']);

/** How a value is written, in a line; empty where the control or the description says it already. */
export function hintOf({ description, grammar }) {
  const { kind, min, max, never, words, items, item, length } = grammar;
  const between = min !== undefined && max !== undefined;
  if (kind !== 'share' && numeric.has(kind) && description.includes(counted.format(max))) return '';
  switch (kind) {
    case 'integer': return `${counted.format(min)}–${counted.format(max)}`;
    case 'number': return between ? `${counted.format(min)}–${counted.format(max)}` : '';
    case 'share': return description.includes('0–1') ? 'A percentage, too' : '0–1, or a percentage';
    case 'duration': return `${between && !/\d ?[a-z]*–\d/.test(description) ? `${durationText(min)}–${durationText(max)}` : 'A time'}, as 150ms, 2s, 1min${never ? ', or never' : ''}`;
    case 'pair': return `Two times, low then high, as 150ms 300ms${between ? `; ${durationText(min)}–${durationText(max)} each` : ''}`;
    case 'groups': return 'Lists of nodes with | between the sides, as n1 n2 | n3';
    case 'list': {
      const what = words ? `of ${words.join(', ')}` : item ? `of numbers ${counted.format(item.min)}–${counted.format(item.max)}` : '';
      return `List ${what} with commas${items ? `, at most ${items}` : ''}`.replace(/ {2,}/g, ' ');
    }
    case 'string': return length ? `Text of at most ${counted.format(length)} characters` : 'Text';
    default: return '';
  }
}

/** Half-written values are not sent: `150m` on the way to `150ms` would be answered as a mistake. */
const pauseMs = 250;

/** Calls `write` with what a field holds, when its reader pauses or leaves it. */
function written(field, write) {
  let timer = 0;
  const send = () => {
    clearTimeout(timer);
    timer = 0;
    write(field.value);
  };
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(send, pauseMs);
  });
  field.addEventListener('change', () => timer !== 0 && send());
}

/** A slider over round steps beside a field that takes anything. */
function numberInputs({ name, grammar }, id, write) {
  const steps = ladder(grammar);
  const field = make('input', { type: 'text', inputmode: grammar.kind === 'integer' ? 'numeric' : 'decimal', id, class: 'amount', autocomplete: 'off', spellcheck: 'false', name });
  const slider = make('input', { type: 'range', min: 0, max: steps.length - 1, step: 1, 'aria-label': `${name}, slider` });
  const slide = (value) => {
    const number = value.trim().endsWith('%') ? Number.parseFloat(value) / 100 : Number.parseFloat(value);
    slider.value = String(nearest(steps, Number.isFinite(number) ? number : steps[0]));
    slider.setAttribute('aria-valuetext', value);
    slider.style.setProperty('--filled', String(Number(slider.value) / (steps.length - 1)));
  };
  slider.addEventListener('input', () => {
    const text = String(steps[Number(slider.value)]);
    field.value = text;
    slide(text);
    write(text);
  });
  field.addEventListener('input', () => slide(field.value));
  written(field, write);
  return { head: [field], below: [slider], input: field, show: (text) => { field.value = text; slide(text); } };
}

function choice({ name, grammar }, id, write) {
  const select = make('select', { id, name }, ...grammar.words.map((word) => make('option', { value: word }, word)));
  select.addEventListener('change', () => write(select.value));
  const show = (text) => {
    // What an address names and the element does not know stays to be seen.
    if (![...select.options].some(({ value }) => value === text)) select.append(make('option', { value: text }, text));
    select.value = text;
  };
  return { head: [], below: [make('span', { class: 'select' }, select)], input: select, show };
}

function toggle({ name }, id, write) {
  const box = make('input', { type: 'checkbox', role: 'switch', id, name });
  box.addEventListener('change', () => write(box.checked ? '' : null));
  return { head: [box], below: [], input: box, show: (text) => { box.checked = text !== 'false'; } };
}

function line({ name, grammar }, id, write) {
  const field = make('input', { type: 'text', id, name, autocomplete: 'off', spellcheck: 'false', placeholder: grammar.kind === 'list' ? 'none' : null });
  written(field, write);
  return { head: [], below: [field], input: field, show: (text) => { field.value = text; } };
}

function inputsFor(attribute) {
  const { kind, words, min, max } = attribute.grammar;
  if (kind === 'boolean') return toggle;
  if (kind === 'enum' && words?.length) return choice;
  return numeric.has(kind) && (kind === 'share' || (min !== undefined && max !== undefined)) ? numberInputs : line;
}

/**
 * The control of an attribute. `write(text)` hears what the reader wrote, `null` = taken away. `show(given, effective)`
 * sets it: the text of the attribute or null, and what holds without it. `say(message)` puts the element's answer below.
 */
export function controlOf(attribute, write) {
  const id = `attribute-${attribute.name}`;
  const inputs = inputsFor(attribute)(attribute, id, write);
  const { fallback, grammar } = attribute;
  const usual = grammar.kind === 'boolean' ? 'off' : fallback || 'none';
  const was = make('button', { type: 'button', class: 'was', hidden: true, 'aria-label': `${attribute.name} was ${usual}: reset`, onclick: () => { write(null); inputs.input.focus(); } }, `was ${usual}`);
  const hint = hintOf(attribute);
  const about = make('p', { class: 'about', id: `${id}-about` }, ...prose(attribute.description), hint ? make('span', { class: 'grammar' }, ` ${hint}.`) : null);
  const problem = make('p', { class: 'problem', id: `${id}-problem`, role: 'status' });
  inputs.input.setAttribute('aria-describedby', `${about.id} ${problem.id}`);
  const field = make('div', { class: 'field', 'data-attribute': attribute.name, 'data-kind': grammar.kind },
    make('div', { class: 'field-head' }, make('label', { for: id }, make('code', {}, attribute.name)), was, ...inputs.head),
    ...inputs.below, about, problem);
  return {
    field,
    input: inputs.input,
    show(given, effective) {
      was.hidden = given === null;
      // What somebody is writing is not rewritten under the hand.
      if (inputs.input.type === 'text' && document.activeElement === inputs.input) return;
      inputs.show(given === null ? effective : grammar.kind === 'boolean' ? 'true' : given);
    },
    say(message) {
      problem.textContent = message;
      if (message) inputs.input.setAttribute('aria-invalid', 'true');
      else inputs.input.removeAttribute('aria-invalid');
    },
  };
}
