// Paper: forms are printed, typed in with the keyboard alone, and typed in only once.

import * as desk from './fixtures/desk.ts';
import { press } from './fixtures/desk.ts';
import { expect, test } from './fixtures/test.ts';

test.use({ ownServer: true });

test('a form is printed, typed in, and stopped the second time', async ({ app, browser, javaScriptEnabled, viewport, a11y }) => {
  const worker = await desk.staff(browser, app, 'participation-worker', { javaScriptEnabled, viewport });
  await worker.goto('/desk/c/free-time/paper');
  await a11y.check(worker);
  await worker.getByLabel('How many forms').fill('2');
  await worker.getByLabel('How they look').selectOption('large');
  await press(worker, 'Make the forms');
  await a11y.check(worker);
  const code = (await worker.locator('.paper-code').first().innerText()).trim();
  await expect(worker.locator('.sheet__foot strong').first()).toHaveText(code);

  await worker.goto('/desk/c/free-time/paper/type');
  await a11y.check(worker);
  await worker.getByLabel('The code of the form').fill(code.toLowerCase());
  await worker.keyboard.press('Enter');
  await expect(worker.getByRole('heading', { level: 1 })).toHaveText(`Form ${code}`);
  await a11y.check(worker);
  await worker.getByLabel(/^1\./).fill('9');
  await press(worker, 'Keep this form');
  await expect(worker.getByRole('alert')).toContainText('Question 1');
  await expect(worker.getByLabel(/^1\./)).toHaveValue('9');
  await a11y.check(worker);
  await worker.getByLabel(/^1\./).fill('1');
  if (javaScriptEnabled) {
    await expect(worker.locator('html[data-awake]')).toHaveCount(1);
    await worker.getByLabel(/^1\./).press('Enter');
    await expect(worker.getByLabel(/^2\./)).toBeFocused();
  }
  await worker.getByLabel(/^2\./).fill('?');
  await worker.getByLabel(/^6\./).fill('a place that is [?] and warm');
  await press(worker, 'Keep this form');
  await expect(worker.getByText(`Form ${code} is in.`)).toBeVisible();

  await worker.getByLabel('The code of the form').fill(code);
  await worker.keyboard.press('Enter');
  await expect(worker.getByRole('heading', { level: 1 })).toContainText('was typed in already');
  await a11y.check(worker);
});

test('the page while it is open stops it with one press and gives more time', async ({ app, browser, javaScriptEnabled, viewport, a11y }) => {
  const worker = await desk.staff(browser, app, 'participation-worker', { javaScriptEnabled, viewport });
  await worker.goto('/desk/c/getting-to-school/progress');
  await expect(worker.getByRole('heading', { name: 'Who is missing' })).toBeVisible();
  await a11y.check(worker);
  await worker.goto('/desk/c/free-time/progress');
  await a11y.check(worker);
  await press(worker, 'Pause');
  await expect(worker.getByText(/^Paused\./)).toBeVisible();
  await press(worker, 'Open again');
  await worker.getByLabel('The last day for answers').fill(desk.day(40));
  await press(worker, 'Give more time');
  await expect(worker.getByText(/It takes answers until/)).toBeVisible();
  await worker.getByLabel('The last day for answers').fill(desk.day(1));
  await press(worker, 'Give more time');
  await expect(worker.getByRole('alert')).toContainText('later day');
  await worker.goto('/desk/c/free-time/reminder');
  await a11y.check(worker);
});
