/** A moment of a concept as one picture with its heading, as SVG text: files, posters and the frames of clips. Knows no page. */
import type { FlatMarks } from '../../scene/flat/marks.ts';
import { svgText } from '../../scene/flat/svg-text.ts';
import type { Scheme } from '../../scene/palette.ts';
import type { Picture } from '../../scene/picture.ts';
import type { Colours } from '../../scene/view.ts';
import type { StillSize } from './still-size.ts';
import { HEADER } from './ui/layout.ts';

/** How a still looks, and its words. */
export interface StillLook {
  readonly size: StillSize;
  readonly colours: Colours;
  readonly scheme: Scheme;
  /** Heading, and name of the image. */
  readonly title: string;
  /** Muted clause after the heading. */
  readonly clause: string;
  /** What is to be seen, for readers who do not see it. */
  readonly description: string;
  /** BCP 47. */
  readonly language: string;
  readonly rightToLeft: boolean;
  /** Behind the round corners of the panel; transparent when absent. */
  readonly background?: string;
}

/**
 * The still of a picture. The same picture gives the same text wherever it runs.
 *
 * @param picture - Drawn for the layout of the size: `tall` on phones.
 */
export function stillText(picture: Picture, marks: readonly FlatMarks[], look: StillLook): string {
  const { size, colours, scheme, title, clause, description, language, rightToLeft, background } = look;
  const frame = { ...size.laid, inset: { top: HEADER, right: 0, bottom: 0, left: 0 } };
  return svgText({ picture, frame, colours, scheme }, marks, {
    ...(background !== undefined && { background }),
    title, description, language, size: { width: size.width, height: size.height }, badgesOnly: size.tall,
    font: 'Inter, ui-sans-serif, system-ui, sans-serif',
    panel: { title, clause, strip: HEADER, rightToLeft },
  });
}
