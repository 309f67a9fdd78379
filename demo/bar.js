// The bar of the guide, on narrow screens: it names the chapter that is being read, and its list closes once a chapter is chosen.
const bar = document.querySelector('.bar');
const shown = bar.querySelector('summary span');
const title = shown.textContent;
const links = [...bar.querySelectorAll('li a')];
const parts = new Map(links.map((link) => [document.getElementById(link.hash.slice(1)), link]));

/** Above the first chapter the guide's own title stands there. */
function name(part) {
  for (const link of links) link.removeAttribute('aria-current');
  const link = parts.get(part);
  link.setAttribute('aria-current', 'location');
  if (link === links[0]) shown.textContent = title;
  else shown.replaceChildren(...link.cloneNode(true).childNodes);
}

// One part at a time crosses a line at a third of the window's height.
const line = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) name(target);
}, { rootMargin: '-33% 0px -67% 0px' });
for (const part of parts.keys()) line.observe(part);

bar.addEventListener('click', ({ target }) => {
  if (target.closest('a')) bar.open = false;
});
bar.addEventListener('keydown', ({ key }) => {
  if (key !== 'Escape' || !bar.open) return;
  bar.open = false;
  bar.querySelector('summary').focus();
});
