import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Path of a Chromium: CHROMIUM_PATH, or one on PATH; null if there is none. */
function chromiumPath(): string | null {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export const BROWSER_PATH = chromiumPath();

/** Whether tests of the Web UI run: they do where there is a Chromium, and must in CI. Says so where they are skipped. */
export function browserTestsRun(): boolean {
  if (BROWSER_PATH !== null || process.env.COAXIAL_TEST_BROWSER === 'required') return true;
  console.warn('skipped: tests of the Web UI need a Chromium (CHROMIUM_PATH, or chromium on PATH)');
  return false;
}

/** @throws Error if there is no Chromium */
export function openBrowser(): Promise<Browser> {
  if (BROWSER_PATH === null) throw new Error('there is no Chromium: set CHROMIUM_PATH, or put one on PATH');
  return chromium.launch({ executablePath: BROWSER_PATH, args: ['--no-sandbox', '--disable-gpu'] });
}
