/**
 * Writes `test/pictures/*.svg`: stills at a fixed seed and time, in both schemes and at three widths.
 *
 *     npm run looks
 *
 * Run it after a change of the picture that is meant, and look at what it wrote; a change that is not shows as a failing
 * test.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { drawn, fileOf, looks } from '../test/looks.ts';

const folder = new URL('../test/pictures/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const look of looks) writeFileSync(new URL(fileOf(look), folder), await drawn(look));
console.log(`${looks.length} pictures`);
