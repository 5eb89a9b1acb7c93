// Pictures of pages, for people who compare them with the design.
//
//   node shots.mjs --base http://127.0.0.1:3000 --out /tmp/shots / /c/getting-to-school /desk
//   node shots.mjs --base file:///path/to/design/ --out /tmp/design home.html start.html
//
// Each path is taken four times: phone and desktop, light and dark. `--only phone-light` takes fewer (a comma
// between several), `--first` only what fits the screen, `--sign-in URL` signs in before, `--no-script` turns
// script off, `--rtl` is not needed: the page's own language decides.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    base: { type: 'string', default: 'http://127.0.0.1:3000' },
    out: { type: 'string', default: 'shots' },
    only: { type: 'string' },
    first: { type: 'boolean', default: false },
    'no-script': { type: 'boolean', default: false },
    'sign-in': { type: 'string' },
  },
});

const screens = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
  desktop: { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 },
};
const wanted = values.only?.split(',');
const paths = positionals.length > 0 ? positionals : ['/'];

mkdirSync(values.out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.EARSHOT_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
let failed = false;
let cookies = [];
if (values['sign-in']) {
  // Once: the link may be good for one visit only.
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(values['sign-in']);
  const button = page.locator('main form button').first();
  if (await button.count()) {
    await button.click();
    await page.waitForLoadState();
  }
  cookies = await context.cookies();
  await context.close();
}
for (const [screen, size] of Object.entries(screens)) {
  for (const colorScheme of ['light', 'dark']) {
    const look = `${screen}-${colorScheme}`;
    if (wanted && !wanted.includes(look) && !wanted.includes(screen) && !wanted.includes(colorScheme)) {
      continue;
    }
    const context = await browser.newContext({ ...size, colorScheme, locale: 'en-GB', javaScriptEnabled: !values['no-script'] });
    await context.addCookies(cookies);
    const page = await context.newPage();
    for (const path of paths) {
      const url = new URL(path, values.base);
      const answer = await page.goto(url.href, { waitUntil: 'load' });
      if (answer && answer.status() >= 400) {
        console.error(`${path}: ${answer.status()}`);
        failed = true;
      }
      const name = path.replace(/^\/+|\/+$/g, '').replace(/\.html$/, '').replace(/[^\w.-]+/g, '_') || 'front';
      const file = join(values.out, `${name}.${look}.png`);
      await page.screenshot({ path: file, fullPage: !values.first, animations: 'disabled' });
      console.log(file);
    }
    await context.close();
  }
}
await browser.close();
process.exitCode = failed ? 1 : 0;
