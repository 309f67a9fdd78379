/** The sheet that keeps the place of elements whose code has not come yet, so that nothing on the page moves when it does. */

/**
 * Height of a figure by its width: the stage and, below it, the readout line and the controls, as the shell lays them out.
 * From 861 px on the readouts lie over the stage, which is 8:5 in what they leave free.
 */
const phone = '100% + 116px';
const narrow = '62.5% + 111px';
const column = '62.5% + 93px';
const wide = '62.5% - 101.5px';

/** A list of events is as high whatever its width. */
const timeline = ':where(ds-timeline):where(:not(:defined)){display:block;min-block-size:calc(360*max(1px,.0625rem))}';

/** Rules for tags of figures that are not defined yet. They carry no specificity: whatever the page says of their size holds. */
export function reservedSpace(tags: readonly string[]): string {
  const waiting = `:where(${tags.join()}):where(:not(:defined))`;
  const float = (height: string): string => `${waiting}::before{content:"";float:left;inline-size:0;padding-block-end:calc(${height})}`;
  const upTo = (width: number, height: string): string => `@container (max-width:${width}px){${float(height)}}`;
  // A float as high as the figure will be: longer fallback text makes the box grow and is never cut.
  return `${waiting}{display:flow-root;container-type:inline-size;min-block-size:0}${float(wide)}${upTo(860, column)}${upTo(640, narrow)}${upTo(460, phone)}`;
}

/** Adopts that sheet where the browser can; returns what takes it away again. */
export function reserveSpace(root: DocumentOrShadowRoot, tags: readonly string[]): () => void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(reservedSpace(tags) + timeline);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  return () => {
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== sheet);
  };
}
