// Connects the forms of the page with the diagrams: each field is the attribute of its name.
const diagrams = (form) => form.dataset.for.split(' ').map((id) => document.getElementById(id));

function snippet(diagram) {
  const attributes = [...diagram.attributes].filter(({ name }) => !['id', 'class', 'role', 'aria-label'].includes(name)).map(({ name, value }) => (value === '' ? ` ${name}` : ` ${name}="${value}"`));
  return `<${diagram.localName}${attributes.join('')}>\n  ${diagram.textContent.trim()}\n</${diagram.localName}>`;
}

function show(diagram) {
  const box = diagram.parentElement.querySelector('.snippet');
  if (box) box.textContent = snippet(diagram);
}

for (const form of document.querySelectorAll('form.attributes')) {
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', ({ target }) => {
    for (const diagram of diagrams(form)) {
      if (target.type === 'checkbox') diagram.toggleAttribute(target.name, target.checked);
      else if (target.value === '') diagram.removeAttribute(target.name);
      else diagram.setAttribute(target.name, target.value);
      show(diagram);
    }
  });
  for (const diagram of diagrams(form)) show(diagram);
}
