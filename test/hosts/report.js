// Tells the test what a page that embeds diagrams saw: everything on its console, every refused resource, and what the
// diagrams answered. Works in a page that may only run scripts of its own origin.
const seen = [];
for (const level of ['warn', 'error']) {
  const original = console[level];
  console[level] = (...parts) => {
    seen.push(`console.${level}: ${parts.join(' ')}`);
    original.apply(console, parts);
  };
}
addEventListener('error', (event) => seen.push(`error: ${event.message}`));
addEventListener('unhandledrejection', (event) => seen.push(`rejection: ${event.reason}`));
addEventListener('securitypolicyviolation', (event) => seen.push(`policy: ${event.violatedDirective} ${event.blockedURI}`));

async function report() {
  const diagrams = [...document.querySelectorAll('ds-hash-ring, ds-raft-cluster')];
  const answers = [];
  for (const diagram of diagrams) {
    await customElements.whenDefined(diagram.localName);
    const { view } = await diagram.ready;
    await diagram.updateComplete;
    diagram.pause();
    diagram.seek(500);
    const crashed = diagram.act('crash', diagram.localName === 'ds-raft-cluster' ? 'n2' : 's2');
    diagram.step(1);
    const refused = diagram.act('crash', 'nobody');
    answers.push({ tag: diagram.localName, view, crashed: crashed.ok, refused: refused.ok, height: diagram.getBoundingClientRect().height });
  }
  parent.postMessage({ seen, answers, injected: globalThis.injected === true }, '*');
}
addEventListener('load', () => {
  report().catch((error) => parent.postMessage({ seen: [...seen, `report: ${error}`], answers: [], injected: false }, '*'));
});
