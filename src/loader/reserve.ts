/** The sheet that keeps the place of elements whose code has not come yet, so that nothing on the page moves when it does. */

/** Height of the readout line and the controls below the stage, in px, by the width of the element. */
const below = { phone: 154, column: 94, wide: 58 };

/** Rules for tags that are not defined yet. They carry no specificity: whatever the page says of their size holds. */
export function reservedSpace(tags: readonly string[]): string {
  const waiting = `:where(${tags.join()}):where(:not(:defined))`;
  // A float as high as the figure will be: longer fallback text makes the box grow and is never cut.
  return `${waiting}{display:flow-root;container-type:inline-size;min-block-size:0}
${waiting}::before{content:"";float:left;inline-size:0;padding-block-end:calc(62.5% + ${below.wide}px)}
@container (max-width:860px){${waiting}::before{padding-block-end:calc(62.5% + ${below.column}px)}}
@container (max-width:460px){${waiting}::before{padding-block-end:calc(100% + ${below.phone}px)}}`;
}

/** Adopts that sheet where the browser can; returns what takes it away again. */
export function reserveSpace(root: DocumentOrShadowRoot, tags: readonly string[]): () => void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(reservedSpace(tags));
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  return () => {
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== sheet);
  };
}
