/** Files and streams for the command. */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** What went wrong with a file, without its path, which the caller names. */
function reasonOf({ code, message }) {
  return { ENOENT: 'there is no such file', EACCES: 'it is not allowed', EPERM: 'it is not allowed', EISDIR: 'it is a folder', EROFS: 'the disk is read-only', ENOSPC: 'the disk is full' }[code] ?? message;
}

async function told(work) {
  try {
    return await work();
  } catch (error) {
    throw new Error(reasonOf(error));
  }
}

export const machine = {
  read: (path) => told(() => readFile(path)),

  /** To a file beside it first, which takes its name when all of it is there. Links and permissions stay. */
  write: (path, bytes) => told(async () => {
    await mkdir(dirname(path), { recursive: true });
    const target = await realpath(path).catch(() => path);
    const mode = await stat(target).then((known) => known.mode & 0o777, () => null);
    // What may not be written must not be replaced either.
    if (mode !== null) await writeFile(target, '', { flag: 'a' });
    const fresh = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
    try {
      await writeFile(fresh, bytes, { flag: 'wx' });
      if (mode !== null) await chmod(fresh, mode);
      await rename(fresh, target);
    } catch (error) {
      await rm(fresh, { force: true });
      throw error;
    }
  }),

  beside: (file, path) => join(dirname(file), path),
  print: (line) => console.log(line),
  complain: (line) => console.error(line),
};
