/** How large stills are, and how large they are laid out. */
import { layoutAt, WIDE } from './ui/layout.ts';

/** Size of a still, and the size it is laid out at: beyond that it is enlarged, so that its words stay in proportion. */
export interface StillSize {
  readonly width: number;
  readonly height: number;
  readonly laid: { readonly width: number; readonly height: number };
  /** Phone layout. */
  readonly tall: boolean;
}

/**
 * @param width - In px; whole ones are used.
 * @param height - In px; when absent, 8:5, and a square up to 460 px of width, as the stage of a live figure.
 */
export function stillSize(width: number, height?: number): StillSize {
  const across = Math.round(width);
  const tall = layoutAt(across) === 'phone';
  const up = Math.round(height ?? (tall ? across : across * 0.625));
  const laid = Math.min(across, WIDE - 1);
  return { width: across, height: up, laid: { width: laid, height: Math.round((up * laid * 10) / across) / 10 }, tall };
}
