// How long it takes from a key on the workbench until the screen shows what it did: on a phone whose processor is four
// times slower than this machine. `cargo xtask bench workbench` runs it.
//
//   node measure.mjs --base http://127.0.0.1:3000 --sign-in LINK /desk/c/getting-to-school/coding?which=all
//
// Prints a line for each key: what it does, the median and the 95th percentile in milliseconds, with a tab between.
// Nothing here says how long it may take.

import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { base: { type: 'string', default: 'http://127.0.0.1:3000' }, 'sign-in': { type: 'string' } },
});

/** How often each key is pressed; the first rounds only warm up. */
const ROUNDS = 33;
const WARM = 3;

/** How long somebody rests on an answer, in milliseconds: the next one is fetched meanwhile. */
const REST = 700;

const browser = await chromium.launch({
  executablePath: process.env.EARSHOT_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const context = await browser.newContext({
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
  locale: 'en-GB',
  serviceWorkers: 'block',
});
const page = await context.newPage();
await page.goto(values['sign-in']);
await page.goto(new URL(positionals[0], values.base).href);
await page.locator('#work-letters-field:not([hidden])').waitFor({ state: 'attached' });
await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: 4 });

const times = new Map();

/** Presses a key, and waits until the screen shows that the text or the state of an element is another one. */
async function press(what, key, selector, attribute) {
  await page.evaluate(
    ([selector, attribute]) => {
      const state = () => {
        const element = document.querySelector(selector);
        return attribute ? element?.hasAttribute(attribute) : element?.textContent;
      };
      const before = state();
      globalThis.took = new Promise((done) => {
        let at;
        addEventListener('keydown', (event) => (at = event.timeStamp), { capture: true, once: true });
        const observer = new MutationObserver(() => {
          if (at === undefined || state() === before) {
            return;
          }
          observer.disconnect();
          // The first frame draws it, and when the second begins it is on the screen.
          requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - at)));
        });
        observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
      });
    },
    [selector, attribute],
  );
  await page.keyboard.press(key);
  const took = await Promise.race([
    page.evaluate(() => globalThis.took),
    new Promise((_, fail) => setTimeout(() => fail(new Error(`${what}: the key ${key} did nothing`)), 20_000)),
  ]);
  if (!times.has(what)) {
    times.set(what, []);
  }
  times.get(what).push(took);
}

const rest = () => page.waitForTimeout(REST);

await rest();
for (let round = 0; round < ROUNDS; round++) {
  await press('the next answer', 'j', '#reading');
  await rest();
  const name = await page.locator('#codes label:has(input:not(:checked)) span').first().innerText();
  await press('the box for a code', '/', '#code-box', 'hidden');
  for (const letter of name.slice(0, 3).toLowerCase()) {
    // The list is made anew with each letter, also where it stays the same.
    await page.evaluate(() => (document.querySelector('#code-said').textContent = ''));
    await press('a letter of a code', letter, '#code-said');
  }
  await press('a code is ticked', 'Enter', '#work-said');
  await press('save, next', 's', '#reading');
  await rest();
  await press('the answer before', 'k', '#reading');
  await rest();
  await page.evaluate(() => (document.querySelector('#work-said').textContent = ''));
  await press('undo', 'u', '#work-said');
  await rest();
}
await browser.close();

for (const [what, all] of times) {
  const sorted = all.slice(Math.floor((all.length * WARM) / ROUNDS)).sort((one, other) => one - other);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  console.log(`${what}\t${at(0.5).toFixed(1)}\t${at(0.95).toFixed(1)}`);
}
