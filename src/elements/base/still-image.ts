/** A picture as a file. A chunk of its own: few pages ask for it. */
import type { FlatMarks } from '../../scene/flat/marks.ts';
import type { Picture } from '../../scene/picture.ts';
import { stillText } from './still.ts';
import type { StillLook } from './still.ts';

/** Paints an SVG text on a canvas, which it fills. Rejects where a policy of the page bars `blob:` images. */
export async function paintSvg(text: string, canvas: HTMLCanvasElement | OffscreenCanvas, document: Document): Promise<void> {
  const address = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  try {
    const image = document.createElement('img');
    image.src = address;
    await image.decode().catch(() => {
      throw new Error('the page does not let its own pictures be read: its policy needs img-src blob:');
    });
    const context = canvas.getContext('2d') as CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null;
    if (!context) throw new Error('the browser gives no canvas of this size');
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** A still as SVG as it is, or as PNG by way of the browser's own SVG. */
export async function stillImage(picture: Picture, marks: readonly FlatMarks[], look: StillLook, type: 'png' | 'svg', document: Document): Promise<Blob> {
  const text = stillText(picture, marks, look);
  if (type === 'svg') return new Blob([text], { type: 'image/svg+xml' });
  const canvas = document.createElement('canvas');
  canvas.width = look.size.width;
  canvas.height = look.size.height;
  await paintSvg(text, canvas, document);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('the browser gives no PNG');
  return blob;
}
