/** The 3D painters. Loaded on demand: the only part of the library that brings three.js. */
import { Stage } from './stage.ts';

export { Stage };
export type { StageClient, StageInfo } from './stage.ts';
export { WebglPainter } from './painter.ts';

/** The stage for a document. Throws where there is no WebGL 2, saying so. */
export function createStage(document: Document): Stage {
  return new Stage(document);
}
