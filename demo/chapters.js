// Where the reader is, in the bar of narrow screens and in the rail of wide ones: the chapter, and in the rail its step.
// The bar's list closes once a chapter is chosen.
import { make } from './dom.js';

const bar = document.querySelector('.bar');
const shown = bar.querySelector('summary span');
const title = shown.textContent;
const [inBar, inRail] = ['.bar li a', '.rail li a'].map((links) => new Map([...document.querySelectorAll(links)].map((link) => [link.hash.slice(1), link])));

function mark(id) {
  for (const [each, link] of [...inBar, ...inRail]) {
    if (each === id) link.setAttribute('aria-current', 'location');
    else link.removeAttribute('aria-current');
  }
  // Above the first chapter the guide's own title stands there.
  if (id === 'overview') shown.textContent = title;
  else shown.replaceChildren(...inBar.get(id).cloneNode(true).childNodes);
}

// One part of the page at a time crosses a line at a third of the window's height.
const line = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) mark(target.id);
}, { rootMargin: '-33% 0px -67% 0px' });
for (const id of inBar.keys()) line.observe(document.getElementById(id));

/** A small bar for each step of a chapter under its name in the rail; the library marks the current step. */
for (const [id, link] of inRail) {
  const steps = [...document.querySelectorAll(`#${id} .steps > li`)];
  if (steps.length === 0) continue;
  const bars = steps.map(() => make('i'));
  link.append(make('span', { class: 'beats', 'aria-hidden': 'true' }, ...bars));
  const show = () => bars.forEach((each, at) => each.classList.toggle('now', steps[at].hasAttribute('aria-current')));
  new MutationObserver(show).observe(steps[0].parentElement, { subtree: true, attributeFilter: ['aria-current'] });
  show();
}

bar.addEventListener('click', ({ target }) => {
  if (target.closest('a')) bar.open = false;
});
bar.addEventListener('keydown', ({ key }) => {
  if (key !== 'Escape' || !bar.open) return;
  bar.open = false;
  bar.querySelector('summary').focus();
});
