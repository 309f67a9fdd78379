/**
 * Finds a browser of the Chromium family for tests, screenshots and benchmarks, in this order: `CHROME_PATH`; an
 * installed Chrome, Chromium or Edge; the Chromium inside the npm package `@sparticuz/chromium` (64-bit Linux, fetched on
 * demand into `.cache/`); elsewhere one fetched by `@puppeteer/browsers`. `DS_IGNORE_INSTALLED_BROWSER=1` skips what is
 * installed, to try the others.
 */
import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { fetchedChromium } from './browser-fetched.mjs';

export const root = new URL('..', import.meta.url).pathname;

/** WebGL without a GPU (all else is drawn as on machines that have none), and no permission prompt or throttling that would make a run depend on the machine. */
const commonArguments = [
  '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist', '--disable-gpu-rasterization',
  '--disable-background-timer-throttling', '--disable-renderer-backgrounding', '--disable-backgrounding-occluded-windows',
  '--disable-dev-shm-usage', '--force-color-profile=srgb', '--hide-scrollbars', '--mute-audio', '--no-first-run',
];

const installedPaths = {
  linux: ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge-stable', 'microsoft-edge'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((variable) => {
    const base = process.env[variable];
    return base ? [join(base, 'Google/Chrome/Application/chrome.exe'), join(base, 'Microsoft/Edge/Application/msedge.exe')] : [];
  }),
};

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installedBrowser() {
  const names = installedPaths[process.platform] ?? [];
  if (process.platform !== 'linux') return names.find(isExecutable) ?? null;
  const folders = (process.env.PATH ?? '').split(':').filter(Boolean);
  for (const name of names) {
    const found = folders.map((folder) => join(folder, name)).find(isExecutable);
    if (found) return found;
  }
  return null;
}

/** An installed Firefox: `FIREFOX_PATH`, else where it usually lies. Throws one plain sentence when there is none. */
export function findFirefox() {
  const usual = {
    linux: (process.env.PATH ?? '').split(':').flatMap((folder) => ['firefox', 'firefox-esr'].map((name) => join(folder, name))),
    darwin: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
    win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)'].map((variable) => join(process.env[variable] ?? '', 'Mozilla Firefox/firefox.exe')),
  };
  const found = (process.env.FIREFOX_PATH ? [process.env.FIREFOX_PATH] : usual[process.platform] ?? []).find(isExecutable);
  if (!found) throw new Error('No Firefox was found: install it, or set FIREFOX_PATH to one.');
  return found;
}

/** A browser and how to start it: `{ executablePath, args, env, origin }`. Throws one plain sentence when there is none. */
export async function findBrowser() {
  const isRoot = process.getuid?.() === 0;
  const args = isRoot ? [...commonArguments, '--no-sandbox'] : commonArguments;
  const plain = (executablePath, origin) => ({ executablePath, args, env: process.env, origin });

  if (process.env.CHROME_PATH) {
    if (!isExecutable(process.env.CHROME_PATH)) throw new Error(`CHROME_PATH names ${process.env.CHROME_PATH}, which is not an executable file.`);
    return plain(process.env.CHROME_PATH, 'CHROME_PATH');
  }
  const installed = process.env.DS_IGNORE_INSTALLED_BROWSER ? null : installedBrowser();
  if (installed) return plain(installed, 'installed');
  try {
    const fetched = process.platform === 'linux' && process.arch === 'x64' ? await fetchedChromium(join(root, '.cache')) : await puppeteerChrome();
    return { executablePath: fetched.executablePath, args: [...args, ...(fetched.args ?? [])], env: { ...process.env, ...fetched.env }, origin: 'fetched' };
  } catch (error) {
    throw new Error(`No browser was found and none could be fetched: install Chrome or Chromium, or set CHROME_PATH to one. (${error.message})`, { cause: error });
  }
}

async function puppeteerChrome() {
  const { Browser, computeExecutablePath, detectBrowserPlatform, install, resolveBuildId } = await import('@puppeteer/browsers');
  const cacheDir = join(root, '.cache', 'browsers');
  const platform = detectBrowserPlatform();
  const buildId = await resolveBuildId(Browser.CHROME, platform, 'stable');
  await install({ browser: Browser.CHROME, buildId, cacheDir });
  return { executablePath: computeExecutablePath({ browser: Browser.CHROME, buildId, cacheDir }) };
}

/** Starts that browser through puppeteer. */
export async function launchBrowser(options = {}) {
  const { default: puppeteer } = await import('puppeteer-core');
  const { executablePath, args, env } = await findBrowser();
  return puppeteer.launch({ headless: true, executablePath, env, ...options, args: [...args, ...(options.args ?? [])] });
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { executablePath, env, origin } = await findBrowser();
  process.stdout.write(`${executablePath} (${origin})\n${execFileSync(executablePath, ['--version'], { env, stdio: ['ignore', 'pipe', 'ignore'] })}`);
}
