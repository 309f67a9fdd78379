/**
 * The Chromium that ships inside the npm package `@sparticuz/chromium`, for machines without a browser. It is not a
 * dependency: it is fetched from the registry into the cache folder when needed, once, and unpacked by hand, because
 * the package's own defaults (single process, no GPU at all) are meant for something else.
 */
import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';

/** The newest line whose package admits Node 20. */
const version = '147.0.0';
const run = promisify(execFile);

async function exists(path) {
  return stat(path).then(() => true, () => false);
}

async function unbrotli(from, to) {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to));
}

async function unpack(source, folder) {
  await unbrotli(join(source, 'chromium.br'), join(folder, 'chromium'));
  await chmod(join(folder, 'chromium'), 0o755);
  for (const file of (await readdir(source)).filter((name) => name.endsWith('.tar.br'))) {
    const tar = join(folder, file.slice(0, -3));
    await unbrotli(join(source, file), tar);
    await run('tar', ['-xf', tar, '-C', folder]);
    await rm(tar);
  }
}

/** Path and environment of the fetched Chromium. `cache`: folder that may be deleted at any time. */
export async function fetchedChromium(cache) {
  const folder = join(cache, `chromium-${version}`);
  if (!(await exists(join(folder, 'chromium')))) {
    process.stderr.write(`Fetching Chromium ${version} into ${folder} (once)\n`);
    await mkdir(cache, { recursive: true });
    const work = await mkdtemp(join(cache, 'fetch-'));
    try {
      await run('npm', ['pack', `@sparticuz/chromium@${version}`, '--silent'], { cwd: work });
      const archive = (await readdir(work)).find((name) => name.endsWith('.tgz'));
      if (!archive) throw new Error('npm pack left no archive');
      await run('tar', ['-xzf', archive], { cwd: work });
      const unpacked = join(work, 'unpacked');
      await mkdir(unpacked);
      await unpack(join(work, 'package', 'bin'), unpacked);
      // Renamed last, so that a half-made folder is never taken for a browser.
      await rename(unpacked, folder).catch(async (error) => {
        if (!(await exists(join(folder, 'chromium')))) throw error;
      });
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }
  const temporary = join(cache, `tmp-${version}`);
  await mkdir(temporary, { recursive: true });
  // The package's own file names folders of the machine that it was made for.
  await writeFile(join(temporary, 'fonts.conf'), `<fontconfig><dir>${join(folder, 'fonts')}</dir><dir>/usr/share/fonts</dir><cachedir>${temporary}</cachedir></fontconfig>\n`);
  const libraries = (await readdir(folder, { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isDirectory() && entry.name === 'lib')
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: [folder, ...libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
      FONTCONFIG_PATH: temporary,
      TMPDIR: temporary,
    },
  };
}
