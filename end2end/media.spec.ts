// A photo, a drawing and a recording: with script and without, on a phone and on a desktop, and what a reader sees.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { chromium } from './fixtures/chromium.ts';
import * as desk from './fixtures/desk.ts';
import { type App, expect, test } from './fixtures/test.ts';

test.use({ ownServer: true, launchOptions: chromium('--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream') });

/** A PNG of one point. */
const photo = {
  name: 'me.png',
  mimeType: 'image/png',
  buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'),
};

const survey = {
  title: 'Show and say',
  pages: [
    { elements: [{ type: 'file', name: 'place', title: 'Show us a place you like.', acceptedTypes: 'image/*' }] },
    { elements: [{ type: 'file', name: 'say', title: 'Tell us about it.', acceptedTypes: 'audio/*' }] },
  ],
};

/** The survey, brought in and set up, and the worker who will open it. */
async function prepared(app: App, browser: Browser, options: object): Promise<Page> {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-media-'));
  const file = join(folder, 'show.json');
  writeFileSync(file, JSON.stringify(survey));
  expect((await app.run('import', 'questionnaire', file, '--into', 'show')).status).toBe(0);
  rmSync(folder, { recursive: true });
  const worker = await desk.staff(browser, app, 'participation-worker', options);
  await desk.setUp(worker, 'show', 'Show and say');
  return worker;
}

/** What a screen reader finds on the page, as it was looked through once: `media.spec.ts-snapshots`. */
const shape = (page: Page, name: string) => expect(page.locator('main')).toMatchAriaSnapshot({ name: `${name}.aria.yml` });

const next = (page: Page) => page.getByRole('button', { name: 'Next', exact: true }).click();

test('a photo goes to its reader, and words stand in for a voice', async ({ app, browser, page, javaScriptEnabled, viewport, a11y, quiet }) => {
  quiet.allow(/status of 422/);
  const worker = await prepared(app, browser, { javaScriptEnabled, viewport });
  await desk.open(worker, 'show');

  await page.goto('/c/show');
  await page.getByRole('link', { name: 'Start', exact: true }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Show us a place you like.');
  await a11y.check(page);
  if (javaScriptEnabled !== false) {
    await expect(page.getByRole('button', { name: 'Draw something' })).toBeVisible();
  }
  const how = javaScriptEnabled === false ? 'without-script' : 'with-script';
  await shape(page, `photo-${how}`);
  await page.locator('input[type=file]').setInputFiles(photo);
  if (javaScriptEnabled === false) await next(page);
  await expect(page.getByText('Your photo or drawing is here.')).toBeVisible();
  if (javaScriptEnabled !== false) await expect(page.getByText('Sent', { exact: true })).toBeVisible();
  await a11y.check(page);
  await next(page);

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tell us about it.');
  if (javaScriptEnabled !== false) {
    await expect(page.getByRole('button', { name: 'Record your voice' })).toBeVisible();
  }
  await shape(page, `audio-${how}`);
  await page.getByLabel('Or write it here').fill('It is quiet there.');
  await a11y.check(page);
  await next(page);
  await expect(page.getByText('A photo or drawing')).toBeVisible();
  await page.getByRole('button', { name: 'These are right' }).click();
  await page.getByText('Yes, you can use my words').click();
  await next(page);
  await page.getByRole('button', { name: 'Send my answers' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thank you. We got it.');

  await worker.goto('/desk/c/show/read');
  const seen = worker.getByRole('img', { name: 'The photo or drawing of this answer' });
  await expect(seen).toBeVisible();
  await expect.poll(() => seen.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await a11y.check(worker);
});

test('something is drawn and something is said, without signal at first', async ({ app, browser, page, context, javaScriptEnabled, viewport, quiet }) => {
  test.skip(javaScriptEnabled === false, 'skipped: a pad and a recorder need script');
  quiet.allow(/ERR_INTERNET_DISCONNECTED/);
  const worker = await prepared(app, browser, { javaScriptEnabled, viewport });
  await desk.open(worker, 'show');

  await page.goto('/c/show/q/1');
  await page.getByRole('button', { name: 'Draw something' }).click();
  const pad = page.locator('canvas.drawing');
  const place = (await pad.boundingBox())!;
  await page.mouse.move(place.x + 20, place.y + 20);
  await page.mouse.down();
  await page.mouse.move(place.x + 120, place.y + 90, { steps: 5 });
  await page.mouse.up();
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Use my drawing' }).click();
  await expect(page.getByText('Your photo or drawing is here.')).toBeVisible();
  await expect(page.getByText('Waiting for wifi')).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByText('Sent', { exact: true })).toBeVisible({ timeout: 15_000 });
  await next(page);

  await context.grantPermissions(['microphone']);
  await page.getByRole('button', { name: 'Record your voice' }).click();
  await expect(page.getByText('Recording.')).toBeVisible();
  await page.waitForTimeout(1_000);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('Your recording is here.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Listen' })).toBeVisible();
  await expect(page.getByText('Sent', { exact: true })).toBeVisible();
  await next(page);
  await expect(page.getByText('A recording')).toBeVisible();
});

/** How many files this phone keeps. */
const kept = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((done, fail) => {
        const open = indexedDB.open('earshot-files', 1);
        open.onupgradeneeded = () => open.transaction!.abort();
        open.onerror = () => done(0);
        open.onsuccess = () => {
          const count = open.result.transaction('files').objectStore('files').count();
          count.onsuccess = () => done(count.result);
          count.onerror = () => fail(count.error);
        };
      }),
  );

test('who leaves, or begins again, leaves no photo behind', async ({ app, browser, page, javaScriptEnabled, viewport, quiet }) => {
  test.skip(javaScriptEnabled === false, 'skipped: without script this phone keeps nothing');
  quiet.allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|status of 500/);
  const worker = await prepared(app, browser, { javaScriptEnabled, viewport });
  await worker.goto('/desk/c/show/setup');
  await worker.getByLabel(/may hurt/).check();
  await desk.press(worker, 'Save');
  // It may hurt, so somebody else looks at it before it opens.
  await worker.goto('/desk/c/show');
  await expect(worker.getByRole('link', { name: 'Open it' })).toHaveCount(0);
  const lead = await desk.staff(browser, app, 'safeguarding-lead', { javaScriptEnabled, viewport });
  await lead.goto('/desk/c/show');
  await desk.press(lead, 'I have looked at all of it');
  await expect(lead.getByText('Somebody else opens it', { exact: false }).first()).toBeVisible();
  await desk.open(worker, 'show');

  // Nothing goes through, so the photo waits on this phone.
  await page.route('**/c/show/media/*', (route) => route.abort());
  await page.route('**/c/show/leave', async (route) => {
    const answer = await route.fetch({ maxRedirects: 0 });
    expect(answer.headers().location).toBe('https://www.bbc.co.uk/weather');
    await route.fulfill({ contentType: 'text/html', body: '<h1>The weather</h1>' });
  });
  const choose = async () => {
    await page.goto('/c/show/q/1');
    await expect(page.getByRole('button', { name: 'Draw something' })).toBeVisible();
    await page.locator('input[type=file]').setInputFiles(photo);
    await expect(page.getByText('Waiting for wifi')).toBeVisible();
    await expect.poll(() => kept(page)).toBe(1);
  };
  // The next one begins an answer of their own: what must be gone is the name of the photo.
  const words = () =>
    page.evaluate(() => Object.values(localStorage).filter((kept) => /[0-9a-f]{8}(-[0-9a-f]{4}){3}/.test(kept)));

  await page.goto('/c/show/before');
  await expect(page.getByText('press the Shift key three times')).toBeVisible();
  await choose();
  // The photo is kept first, and its name beside the answer then.
  await expect.poll(async () => (await words()).length).toBe(1);
  await page.getByRole('link', { name: 'Leave this page' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The weather');
  await page.goto('/privacy');
  expect([await kept(page), await words()]).toEqual([0, []]);

  // An answer that was sent and waits keeps its words, and says no more how somebody can be reached.
  await page.goto('/c/show/before');
  const about = [['band', '14-15'], ['contact', 'ask for zanzibar']];
  const body = JSON.stringify({ key: 'k', as: 'child', answers: { place: { words: 'the pier' } }, about });
  const waits = [['show', 'Show and say', 'k', body, '2099-01-01', 'closed']];
  await page.evaluate((list) => localStorage.setItem('earshot:outbox', list), JSON.stringify(waits));
  await page.getByRole('link', { name: 'Leave this page' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The weather');
  await page.goto('/privacy');
  const bare = JSON.stringify({ ...JSON.parse(body), about: [['band', '14-15']] });
  const left = await page.evaluate(() => localStorage.getItem('earshot:outbox'));
  expect(JSON.parse(left!)).toEqual([['show', 'Show and say', 'k', bare, '2099-01-01', 'closed']]);
  await page.evaluate(() => localStorage.removeItem('earshot:outbox'));

  await choose();
  await page.goto('/c/show/before');
  for (const key of ['Shift', 'Shift', 'a', 'Shift', 'Shift']) await page.keyboard.press(key);
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('The weather');
  await page.keyboard.press('Shift');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The weather');
  await page.goBack();
  await expect(page).not.toHaveURL(/before/);
  await page.goto('/privacy');
  expect([await kept(page), await words()]).toEqual([0, []]);

  await choose();
  await next(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tell us about it.');
  await page.goto('/c/show');
  await expect(page.getByText('Waiting for wifi')).toBeVisible();
  await page.getByRole('button', { name: 'Start again' }).first().click();
  await expect.poll(() => kept(page)).toBe(0);
});
