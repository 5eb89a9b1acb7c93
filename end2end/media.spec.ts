// A photo, a drawing and a recording: with script and without, on a phone and on a desktop, and what a reader sees.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { chromium } from './fixtures/chromium.ts';
import * as desk from './fixtures/desk.ts';
import { expect, test } from './fixtures/test.ts';

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

const next = (page: Page) => page.getByRole('button', { name: 'Next', exact: true }).click();

test('a photo goes to its reader, and words stand in for a voice', async ({ app, browser, page, javaScriptEnabled, viewport, a11y, quiet }) => {
  quiet.allow(/status of 422/);
  const folder = mkdtempSync(join(tmpdir(), 'earshot-media-'));
  const file = join(folder, 'show.json');
  writeFileSync(file, JSON.stringify(survey));
  expect((await app.run('import', 'questionnaire', file, '--into', 'show')).status).toBe(0);
  rmSync(folder, { recursive: true });
  const worker = await desk.staff(browser, app, 'participation-worker', { javaScriptEnabled, viewport });
  await desk.setUp(worker, 'show', 'Show and say');
  await desk.open(worker, 'show');

  await page.goto('/c/show');
  await page.getByRole('link', { name: 'Start', exact: true }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Show us a place you like.');
  await a11y.check(page);
  if (javaScriptEnabled !== false) {
    await expect(page.getByRole('button', { name: 'Draw something' })).toBeVisible();
  }
  await page.locator('input[type=file]').setInputFiles(photo);
  if (javaScriptEnabled === false) await next(page);
  await expect(page.getByText('Your photo or drawing is here.')).toBeVisible();
  if (javaScriptEnabled !== false) await expect(page.getByText('Sent', { exact: true })).toBeVisible();
  await a11y.check(page);
  await next(page);

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tell us about it.');
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
  const folder = mkdtempSync(join(tmpdir(), 'earshot-media-'));
  const file = join(folder, 'show.json');
  writeFileSync(file, JSON.stringify(survey));
  expect((await app.run('import', 'questionnaire', file, '--into', 'show')).status).toBe(0);
  rmSync(folder, { recursive: true });
  const worker = await desk.staff(browser, app, 'participation-worker', { javaScriptEnabled, viewport });
  await desk.setUp(worker, 'show', 'Show and say');
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
