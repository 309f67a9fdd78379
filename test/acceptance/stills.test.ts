/** Pictures as files, of every element there is. */
import { assert } from '../assert.ts';
import { clear, elements, figureIn, inside, put } from './support.ts';
import type { Figure } from './support.ts';

async function shown(markup: string, width = 640): Promise<Figure> {
  const figure = figureIn(put(markup, width));
  await figure.ready;
  return figure;
}

async function svgOf(figure: Figure, options: Parameters<Figure['toImage']>[0] = {}): Promise<SVGSVGElement> {
  const blob = await figure.toImage({ type: 'svg', ...options });
  assert.equal(blob.type, 'image/svg+xml');
  const root = new DOMParser().parseFromString(await blob.text(), 'image/svg+xml').documentElement;
  assert.equal(root.localName, 'svg', root.textContent ?? '');
  return root as unknown as SVGSVGElement;
}

async function pixelsOf(blob: Blob): Promise<ImageData> {
  const bitmap = await createImageBitmap(blob);
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

/** Texts that stick out of the image, and by how many px. */
function outside(svg: SVGSVGElement): string[] {
  const inPage = document.body.appendChild(document.importNode(svg, true));
  const { width, height } = inPage.viewBox.baseVal;
  const out = [...inPage.querySelectorAll('text')].flatMap((text) => {
    const box = text.getBBox();
    const most = Math.max(-box.x, box.x + box.width - width, -box.y, box.y + box.height - height);
    return most > 1 ? [`${text.textContent ?? ''} by ${most.toFixed(1)}`] : [];
  });
  inPage.remove();
  return out;
}

describe('a still', () => {
  afterEach(clear);

  for (const { tag } of elements) {
    it(`of <${tag}> is SVG with a name, a sentence, a language, and the labels of its nodes within its bounds`, async () => {
      const figure = await shown(`<${tag} view="2d" paused loading="eager" lang="en-GB"></${tag}>`);
      for (const width of [360, 640, 1280]) {
        const svg = await svgOf(figure, { width });
        assert.equal(svg.getAttribute('width'), String(width));
        assert.equal(svg.getAttribute('height'), String(width === 360 ? 360 : width * 0.625));
        assert.equal(svg.getAttribute('role'), 'img');
        assert.equal(svg.getAttribute('lang'), 'en-GB');
        const title = svg.querySelector('svg > title')?.textContent ?? '';
        assert.ok(title.length > 3);
        assert.equal(svg.querySelector('svg > desc')?.textContent, figure.summary());
        const texts = [...svg.querySelectorAll('text')].map(({ textContent }) => textContent ?? '');
        assert.ok(texts.some((text) => text.startsWith(title)), 'its heading');
        assert.deepEqual(outside(svg), [], `${width} px`);
      }
    });

    it(`of <${tag}> bears the words that stand in the figure on the page`, async () => {
      const figure = await shown(`<${tag} view="2d" paused time="700ms" loading="eager"></${tag}>`, 640);
      const stage = inside(figure).querySelector('.stage')!;
      const words = [...inside(figure).querySelector('.type')!.querySelectorAll('*')].filter(({ childElementCount }) => childElementCount === 0).map(({ textContent }) => textContent ?? '').filter((text) => text !== '');
      assert.ok(words.length > 2, words.join());
      const svg = await svgOf(figure, { width: stage.clientWidth, height: stage.clientHeight });
      const texts = [...svg.querySelectorAll('text')].map(({ textContent }) => textContent ?? '');
      for (const word of words) assert.ok(texts.includes(word), `${word} is not among ${texts.join()}`);
    });

    it(`of <${tag}> is PNG of the size that was asked for, in the colours of its theme`, async () => {
      const figure = await shown(`<${tag} view="2d" paused theme="light" loading="eager"></${tag}>`);
      const light = await figure.toImage({ width: 500 });
      assert.equal(light.type, 'image/png');
      const { width, height, data } = await pixelsOf(light);
      assert.deepEqual([width, height], [500, 313]);
      const mean = (pixels: Uint8ClampedArray): number => pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
      const colours = new Set(Array.from({ length: width * height }, (_, at) => (data[4 * at]! << 16) | (data[4 * at + 1]! << 8) | data[4 * at + 2]!));
      assert.ok(colours.size > 200, `${colours.size} colours`);
      figure.setAttribute('theme', 'dark');
      const dark = await pixelsOf(await figure.toImage({ width: 500, height: 250 }));
      assert.deepEqual([dark.width, dark.height], [500, 250]);
      assert.ok(mean(dark.data) < 120 && mean(data) > 200, `${mean(dark.data)} against ${mean(data)}`);
    });
  }

  it('is the same bytes as often as it is asked for', async () => {
    const { tag } = elements[0]!;
    const figure = await shown(`<${tag} view="2d" paused time="1s" loading="eager"></${tag}>`);
    const [first, second] = await Promise.all([figure.toImage({ type: 'svg' }), figure.toImage({ type: 'svg' })]);
    assert.equal(await first.text(), await second.text());
  });

  it('has the colours that the page gave, and the title, whatever signs are in it', async () => {
    const { tag } = elements[0]!;
    const box = put(`<${tag} view="2d" paused loading="eager"></${tag}>`, 640);
    const figure = figureIn(box);
    figure.setAttribute('label', 'A <b> & "c"');
    figure.style.setProperty('--ds-surface', '#fedcba');
    await figure.ready;
    const svg = await svgOf(figure);
    assert.equal(svg.querySelector('title')?.textContent, 'A <b> & "c"');
    assert.ok(svg.querySelector('[stop-color="#fedcba" i]'));
  });

  it('refuses a size or a type that cannot be, and says what can', async () => {
    const { tag } = elements[0]!;
    const figure = await shown(`<${tag} view="2d" paused loading="eager"></${tag}>`);
    for (const options of [{ width: 0 }, { width: NaN }, { width: 5000 }, { height: 10 }, { width: '640' as unknown as number }]) {
      await assert.rejects(figure.toImage(options), /toImage\(\{(width|height)\}\) is from 120 to 4096/);
    }
    await assert.rejects(figure.toImage({ type: 'gif' as 'png' }), /"png" or "svg"/);
  });
});

describe('a clip', () => {
  afterEach(clear);

  it('is a WebM film of the stretch that was asked for, and leaves the figure where it is', async () => {
    const figure = await shown('<ds-raft-cluster view="2d" paused time="100ms" loading="eager"></ds-raft-cluster>', 400);
    const before = JSON.stringify(figure.snapshot());
    // 25 simulated ms a second.
    const blob = await figure.toClip({ from: 200, to: 225, width: 320, height: 200 });
    assert.equal(blob.type, 'video/webm');
    assert.equal(JSON.stringify(figure.snapshot()), before);
    const video = document.createElement('video');
    video.muted = true;
    video.src = URL.createObjectURL(blob);
    await new Promise((resolve, reject) => {
      video.onloadeddata = resolve;
      video.onerror = () => reject(new Error(video.error?.message));
    });
    assert.deepEqual([video.videoWidth, video.videoHeight], [320, 200]);
    // A recorder writes no duration: the end is sought.
    video.currentTime = 1e6;
    await new Promise((resolve) => {
      video.onseeked = resolve;
    });
    assert.ok(video.currentTime > 0.6 && video.currentTime < 4, `${video.currentTime} s`);
    URL.revokeObjectURL(video.src);
  });

  it('refuses stretches and sizes that cannot be, and says what can', async () => {
    const figure = await shown('<ds-raft-cluster view="2d" paused loading="eager"></ds-raft-cluster>', 400);
    for (const options of [{ from: 5, to: 5 }, { to: -1 }, { to: NaN }, { from: 9, to: 3 }]) await assert.rejects(figure.toClip(options), /simulated ms, from before to/);
    await assert.rejects(figure.toClip({ to: 100, width: 5 }), /toClip\(\{width\}\) is from 120 to 4096/);
    await assert.rejects(figure.toClip({ to: 10_000_000 }), /at most 60 s of viewing/);
  });

  it('is refused in words where the browser records none', async () => {
    const known = MediaRecorder.isTypeSupported;
    MediaRecorder.isTypeSupported = () => false;
    try {
      const figure = await shown('<ds-raft-cluster view="2d" paused loading="eager"></ds-raft-cluster>', 400);
      await assert.rejects(figure.toClip({ to: 100 }), /records no WebM/);
    } finally {
      MediaRecorder.isTypeSupported = known;
    }
  });
});
