// Small helpers of the demo pages: elements without markup in strings, tabs, and times as the diagrams write them.

/** An element with attributes (`true` = present, `false`, `null` and `undefined` = absent) and children; `on…` are listeners. */
export function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, '');
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** Text whose words in backticks become code. */
export function prose(text) {
  return text.split(/`([^`]+)`/).map((piece, at) => (at % 2 === 1 ? make('code', {}, piece) : piece));
}

/** A glyph of 16 px whose paths take the colours of its class. */
export function glyph({ paths }) {
  const space = 'http://www.w3.org/2000/svg';
  const drawing = document.createElementNS(space, 'svg');
  drawing.setAttribute('viewBox', '0 0 16 16');
  drawing.setAttribute('aria-hidden', 'true');
  for (const d of paths) {
    const path = document.createElementNS(space, 'path');
    path.setAttribute('d', d);
    path.setAttribute('fill-rule', 'evenodd');
    drawing.append(path);
  }
  return drawing;
}

/** Makes a `tablist` of buttons work by mouse, touch and arrow keys; `chosen(name)` hears of each choice. */
export function tabs(list, chosen) {
  const buttons = [...list.querySelectorAll('[role="tab"]')];
  const choose = (button, focus) => {
    for (const each of buttons) {
      const on = each === button;
      each.setAttribute('aria-selected', String(on));
      each.tabIndex = on ? 0 : -1;
      const panel = document.getElementById(each.getAttribute('aria-controls'));
      // Several tabs may share one panel.
      if (panel && (on || panel.id !== button.getAttribute('aria-controls'))) panel.hidden = !on;
      if (on) panel?.setAttribute('aria-labelledby', each.id);
    }
    if (focus) button.focus();
    chosen(button.dataset.tab);
  };
  list.addEventListener('click', ({ target }) => {
    const button = target.closest('[role="tab"]');
    if (button) choose(button, false);
  });
  list.addEventListener('keydown', (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    choose(buttons[(to + buttons.length) % buttons.length], true);
  });
}

/** Simulated ms as a clock: `0:07.412`. */
export function clock(ms) {
  const whole = Math.max(0, Math.round(ms));
  return `${Math.floor(whole / 60_000)}:${String(Math.floor(whole / 1000) % 60).padStart(2, '0')}.${String(whole % 1000).padStart(3, '0')}`;
}
