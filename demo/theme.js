// The theme switch of the demo pages: light, dark, or (by default) what the reader's system says.
document.documentElement.classList.add('scripted');
for (const button of document.querySelectorAll('button.theme')) {
  button.addEventListener('click', () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
  });
}
