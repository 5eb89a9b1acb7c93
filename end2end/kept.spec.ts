// A questionnaire that was opened once opens without signal as well, and nobody's answers are in what is kept.

import type { Page } from '@playwright/test';
import * as desk from './fixtures/desk.ts';
import { expect, test } from './fixtures/test.ts';

test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, 'skipped: needs script; without it every page is asked for anew');
test.use({ ownServer: true, serviceWorkers: 'allow' });

/** Opens a question and waits until the worker has kept the questionnaire. */
async function open(page: Page): Promise<void> {
  await page.goto('/c/free-time/q/1');
  await expect(page.locator('.journey[data-ready]')).toBeAttached();
  await expect
    .poll(() => page.evaluate(async () => ((await caches.match('/c/free-time/journey.json')) && (await caches.match('/c/free-time/q/first')) ? 'kept' : 'not yet')))
    .toBe('kept');
}

async function heading(page: Page, words: string | RegExp): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words);
}

test('a tab that was closed opens again without signal, at any page of the way', async ({ page, context, app, quiet }) => {
  test.setTimeout(60_000);
  quiet.allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch|503/);
  await open(page);
  await page.getByText('Outside', { exact: true }).click();
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await heading(page, 'How happy are you with that?');
  await page.close();

  await context.setOffline(true);
  const again = await context.newPage();
  await again.goto('/c/free-time/q/6');
  await heading(again, 'What do you wish there was?');
  await expect(again.locator('.journey[data-ready]')).toBeAttached();
  await again.getByRole('textbox').fill('a place that opens without signal');
  await again.getByRole('button', { name: 'Next', exact: true }).click();
  await heading(again, 'Check what you said');
  await expect(again.locator('dl.answers')).toContainText('Outside');
  await again.getByRole('button', { name: 'These are right' }).click();
  await again.getByText('Yes, you can use my words').click();
  await again.getByRole('button', { name: 'Next', exact: true }).click();
  await again.getByRole('button', { name: 'No thanks, skip all of these' }).click();
  await heading(again, 'Waiting for signal');
  await again.close();

  await context.setOffline(false);
  const home = await context.newPage();
  await home.goto(app.url);
  await expect(home.locator('.outbox')).toContainText('Sent');
});

test('a phone that only takes itself to have signal loses no words that must be asked about', async ({ page, context, quiet }) => {
  test.setTimeout(60_000);
  quiet.allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch|503/);
  const wish = 'a place to meet, ring 07700 900123';
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'onLine', { get: () => true }));
  await open(page);
  await page.goto('/c/free-time/q/6');
  await expect(page.locator('.journey[data-ready]')).toBeAttached();
  await page.getByRole('textbox').fill(wish);
  await page.evaluate(() => ((window as unknown as { same: boolean }).same = true));
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  // The form did not get there: the page comes again, with the words in it, and not the browser's own error.
  await expect.poll(() => page.evaluate(() => 'same' in window).catch(() => true)).toBe(false);
  await heading(page, 'What do you wish there was?');
  await expect(page.locator('.journey[data-ready]')).toBeAttached();
  await expect(page.getByRole('textbox')).toHaveValue(wish);
  // Now it knows better, and goes on as without signal.
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await heading(page, 'Check what you said');
  await expect(page.locator('dl.answers')).toContainText(wish);
});

test('what is kept is what a stranger sees', async ({ page }) => {
  await open(page);
  await page.getByText('At home', { exact: true }).click();
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await heading(page, 'How happy are you with that?');
  await page.goto('/c/free-time/q/6');
  await page.getByRole('textbox').fill('nobody else may read this');
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await heading(page, 'Check what you said');
  await open(page);
  const kept = await page.evaluate(async () => {
    const texts: string[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const address = new URL(request.url).pathname;
        texts.push(address.startsWith('/assets/') ? address : `${address} ${await (await cache.match(request))!.text()}`);
      }
    }
    return texts;
  });
  expect(kept.length).toBeGreaterThan(3);
  expect(kept.join('\n')).toContain('Where are you most');
  for (const text of kept) {
    expect(text).not.toContain('nobody else may read this');
    expect(text).not.toContain('"answers":{"where"');
  }
});

test('what only those with a code can answer opens without signal for them, in the words that they chose', async ({ app, browser, page, context, viewport, quiet }) => {
  test.setTimeout(90_000);
  quiet.allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch|503/);
  const worker = await desk.staff(browser, app, 'participation-worker', { viewport });
  const slug = 'ours';
  await worker.goto('/desk/consultations/new');
  await desk.fill(worker, { Title: 'Only ours', 'Short name in addresses (if you want one)': slug });
  await desk.press(worker, 'Start');
  await worker.goto(`/desk/c/${slug}/questions`);
  await desk.fill(worker, { 'The question': 'What do you wish?' });
  await worker.getByLabel('Type', { exact: true }).selectOption({ label: 'Their own words' });
  await desk.press(worker, 'Add it');
  await worker.goto(`/desk/c/${slug}/setup`);
  await worker.locator('#by_invitation').check();
  await desk.press(worker, 'Save');
  await desk.setUp(worker, slug, 'Only for us');
  await desk.open(worker, slug);
  await worker.goto(`/desk/c/${slug}/ways`);
  await worker.getByLabel(/How many/).first().fill('1');
  await worker.getByRole('button', { name: /[Mm]ake/ }).first().click();
  const code = /\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/.exec(await worker.locator('main').innerText())![0];

  await page.goto(`/c/${slug}/q/1`);
  await heading(page, 'You need a code for this one');
  await page.goto(`/join/${code}`);
  await page.goto(`/look?lang=cy&back=/c/${slug}/q/1`);
  await expect(page.locator('.journey[data-ready]')).toBeAttached();
  await expect.poll(() => page.evaluate(async (name) => ((await caches.match(`/c/${name}/journey.json`)) ? 'kept' : 'not yet'), slug)).toBe('kept');
  await context.setOffline(true);
  const again = await context.newPage();
  await again.goto(`/c/${slug}/q/1`);
  await heading(again, 'What do you wish?');
  await expect(again.getByRole('button', { name: 'Nesaf', exact: true })).toBeVisible();
});

test('it can be put among the phone’s own programs', async ({ page, request }) => {
  await page.goto('/c/free-time');
  const href = await page.locator('link[rel=manifest]').getAttribute('href');
  const manifest = await (await request.get(href!)).json();
  expect(manifest.name).toBe('Earshot');
  expect((await request.get(manifest.icons[0].src)).ok()).toBe(true);
});
