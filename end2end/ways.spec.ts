// Ways in: a code on a slip of paper, a tablet for many, and typing for somebody.

import * as desk from './fixtures/desk.ts';
import { press } from './fixtures/desk.ts';
import { expect, test } from './fixtures/test.ts';

test.use({ ownServer: true });

test('a code leads in, and a slip is made to print', async ({ app, browser, page, javaScriptEnabled, viewport, a11y }) => {
  const worker = await desk.staff(browser, app, 'participation-worker', { javaScriptEnabled, viewport });
  await worker.goto('/desk/c/free-time/ways');
  await a11y.check(worker);
  await worker.getByLabel(/How many/).first().fill('3');
  await worker.getByRole('button', { name: /[Mm]ake/ }).first().click();
  await a11y.check(worker);
  const text = await worker.locator('main').innerText();
  const code = /\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/.exec(text)![0];
  await page.goto('/join');
  await a11y.check(page);
  await page.getByRole('textbox').fill(code.toLowerCase().replace('-', ' '));
  await press(page, (await page.locator('main button').first().innerText()).trim());
  await expect(page).toHaveURL(/\/c\/free-time$/);
  await a11y.check(page);
});

test('a tablet for many forgets each of them', async ({ page, a11y }) => {
  await page.goto('/c/free-time?kiosk=1');
  await a11y.check(page);
  await page.getByRole('link', { name: 'Start', exact: true }).first().click();
  await page.getByText('Outside', { exact: true }).click();
  await press(page, 'Next');
  await page.goto('/c/free-time');
  await page.goto('/c/free-time/q/1');
  await expect(page.getByRole('radio', { name: 'Outside' })).not.toBeChecked();
  expect(await page.evaluate(() => localStorage.length).catch(() => 0)).toBe(0);
});
