// A young person's own page: a worker adds them, and they sign in with a code, once.

import * as desk from './fixtures/desk.ts';
import { expect, test } from './fixtures/test.ts';

test.use({ ownServer: true });

test('a worker adds a member, who signs in with a code and stops the account', async ({ app, browser, page, a11y, quiet, javaScriptEnabled, viewport }) => {
  quiet.allow(/status of 422/);
  const worker = await desk.staff(browser, app, 'participation-worker', { javaScriptEnabled, viewport });
  await worker.goto('/desk/young-people');
  await worker.getByRole('link', { name: 'Wexmoor youth forum' }).click();
  await desk.press(worker, 'Add them');
  await expect(worker.getByRole('alert')).toContainText('Write a nickname');
  await a11y.check(worker);
  await desk.fill(worker, { Nickname: 'Fernquokka', 'On which day': desk.day(-1) });
  await worker.getByLabel('16 to 17').check();
  await worker.getByLabel('The young person', { exact: true }).check();
  await desk.press(worker, 'Add them');
  await worker.getByRole('button', { name: 'New code Fernquokka' }).click();
  await expect(worker.getByRole('heading', { level: 1 })).toHaveText('A code for Fernquokka');
  await a11y.check(worker);
  const code = (await worker.locator('.receipt li').allInnerTexts()).join(' ');

  await page.goto('/me');
  await page.getByLabel('Your code').fill(code);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hello, Fernquokka');
  await a11y.check(page);
  await page.getByRole('link', { name: 'Stop my account' }).click();
  await a11y.check(page);
  await page.getByRole('button', { name: 'Yes, delete my account' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your account is gone');
  await worker.goto('/desk/young-people');
  await worker.getByRole('link', { name: 'Wexmoor youth forum' }).click();
  await expect(worker.getByText('Otter').first()).toBeVisible();
  await expect(worker.getByText('Fernquokka')).toHaveCount(0);
  expect(app.log()).not.toContain('Fernquokka');
});
