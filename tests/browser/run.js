/*
 * Runs the tests that need a browser: `node run.js FILE...`. Exits 77 (meson:
 * skipped) only when this machine has no browser or no npm packages.
 */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SKIP = 77;
const CHROMIUM = '/usr/bin/chromium';
const modules = fileURLToPath(
  new URL('node_modules/playwright-core/package.json', import.meta.url));

function missing() {
  if (!existsSync(CHROMIUM)) {
    return `no ${CHROMIUM}: assets/setup --test installs it`;
  }
  if (!existsSync(modules)) {
    return 'no npm packages in tests/browser: assets/setup --test installs them';
  }
  return null;
}

const reason = missing();
if (reason !== null) {
  console.log(`skipped: ${reason}`);
  process.exit(SKIP);
}
const { status } = spawnSync(
  process.execPath, ['--test', '--test-reporter=spec', ...process.argv.slice(2)],
  { stdio: 'inherit' });
process.exit(status ?? 1);
