// Comments under what young people were told: written, checked, shown, taken back.

import * as desk from './fixtures/desk.ts';
import { expect, test } from './fixtures/test.ts';

test.use({ ownServer: true });

test('a child comments, somebody looks, everybody reads it, and the child takes it back', async ({ app, browser, page, a11y, quiet, javaScriptEnabled, viewport }) => {
  quiet.allow(/status of 422/);
  const worker = await desk.staff(browser, app, 'participation-worker', { javaScriptEnabled, viewport });
  await worker.goto('/desk/c/getting-to-school/feedback');
  await desk.press(worker, 'Let young people comment');
  await expect(worker.getByText('Young people can comment now.')).toBeVisible();
  await a11y.check(worker);

  await page.goto('/c/getting-to-school/feedback');
  await page.getByLabel('What do you think of this?').fill('Jayden says ring 07700 900123');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('We found a phone number');
  await a11y.check(page);
  await page.getByLabel('What do you think of this?').fill('Jayden says the purple bus is great');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Somebody looks at it first');
  await a11y.check(page);
  const four = (await page.locator('.receipt li').allInnerTexts()).join(' ');

  await worker.goto('/desk/moderation');
  await a11y.check(worker);
  await worker.getByRole('rowheader').getByRole('link').first().click();
  await worker.getByLabel('Jayden').check();
  await a11y.check(worker);
  await desk.press(worker, 'Show it without these words');
  await expect(worker.getByText('without the words that you took out')).toBeVisible();

  await page.goto('/c/getting-to-school/feedback');
  await expect(page.getByText('says the purple bus is great')).toBeVisible();
  await expect(page.getByText('Jayden')).toHaveCount(0);
  await a11y.check(page);
  await page.goto('/rules');
  await a11y.check(page);
  await page.goto('/comments/mine');
  await page.getByLabel('Your four words').fill(four);
  await page.getByRole('button', { name: 'Show me' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Shown, some words taken out');
  await a11y.check(page);
  await page.getByRole('button', { name: 'Take it back' }).click();
  await page.getByRole('button', { name: 'Yes, delete it' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You took it back');
  await page.goto('/c/getting-to-school/feedback');
  await expect(page.getByText('purple bus')).toHaveCount(0);
  expect(app.log()).not.toContain('purple bus');
});
