/** A picture as a file. A chunk of its own: few pages ask for it. */
import type { FlatMarks } from '../../scene/flat/marks.ts';
import { svgText } from '../../scene/flat/svg-text.ts';
import type { Shot } from '../../scene/view.ts';

/** A shot as SVG as it is, or as PNG by way of the browser's own SVG. Rejects where a policy of the page bars `blob:` images. */
export async function stillImage(shot: Shot, marks: readonly FlatMarks[], type: 'png' | 'svg', document: Document): Promise<Blob> {
  const svg = new Blob([svgText(shot, marks, { background: shot.colours['surface'] ?? '#ffffff' })], { type: 'image/svg+xml' });
  if (type === 'svg') return svg;
  const address = URL.createObjectURL(svg);
  try {
    const image = document.createElement('img');
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(shot.frame.width);
    canvas.height = Math.round(shot.frame.height);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error('the browser gives no PNG');
    return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
}
