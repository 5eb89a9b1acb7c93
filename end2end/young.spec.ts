// A young person's own page: a worker adds them, they sign in with a code, once, and then with their own device.

import { type Page } from '@playwright/test';
import * as desk from './fixtures/desk.ts';
import { device, test as named } from './fixtures/passkey.ts';
import { expect, test } from './fixtures/test.ts';

test.use({ ownServer: true });

/** Adds somebody to the group that the page shows, and makes a code for them; gives it. */
async function add(worker: Page, nickname: string): Promise<string> {
  await desk.fill(worker, { Nickname: nickname, 'On which day': desk.day(-1) });
  await worker.getByLabel('16 to 17').check();
  await worker.getByLabel('The young person', { exact: true }).check();
  await desk.press(worker, 'Add them');
  await worker.getByRole('button', { name: `New code ${nickname}` }).click();
  await expect(worker.getByRole('heading', { level: 1 })).toHaveText(`A code for ${nickname}`);
  return (await worker.locator('.receipt li').allInnerTexts()).join(' ');
}

test('a worker adds a member, who signs in with a code and stops the account', async ({ app, browser, page, a11y, quiet, javaScriptEnabled, viewport }) => {
  quiet.allow(/status of 422/);
  const worker = await desk.staff(browser, app, 'participation-worker', { javaScriptEnabled, viewport });
  await worker.goto('/desk/young-people');
  await worker.getByRole('link', { name: 'Wexmoor youth forum' }).click();
  await desk.press(worker, 'Add them');
  await expect(worker.getByRole('alert')).toContainText('Write a nickname');
  await a11y.check(worker);
  const code = await add(worker, 'Fernquokka');
  await a11y.check(worker);

  await page.goto('/me');
  await page.getByLabel('Your code').fill(code);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
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

named.describe('where people reach the site by a name', () => {
  named.use({ ownServer: true });

  named('a young person signs in with their own device, and their worker takes it away', async ({ app, browser, page, a11y, quiet, javaScriptEnabled, viewport }) => {
    quiet.allow(/status of 422/);
    // The same server, by its name.
    const site = app.url.replace('127.0.0.1', 'localhost');
    quiet.allow(new RegExp(`^a request to another machine: \\w+ ${site}/`));
    const context = await browser.newContext({ javaScriptEnabled, viewport, baseURL: site });
    const worker = await context.newPage();
    await worker.goto(app.signIn('participation-worker'));
    await expect(worker).toHaveURL(`${site}/desk`);
    await worker.goto('/desk/young-people');
    await worker.getByRole('link', { name: 'Wexmoor youth forum' }).click();
    const group = worker.url();
    const code = await add(worker, 'Mossquokka');

    const devices = await device(page);
    const use = page.getByRole('button', { name: 'Sign in with this phone or tablet' });
    const make = page.getByRole('button', { name: 'Add this phone or tablet' });
    const needs = page.getByText('This needs a newer browser, with script.');
    const title = page.getByRole('heading', { level: 1 });
    await page.goto(`${site}/me`);
    await a11y.check(page);
    if (javaScriptEnabled) {
      await expect(use).toBeVisible();
      await expect(needs).toBeHidden();
    } else {
      await expect(use).toBeHidden();
      await expect(needs).toBeVisible();
    }
    await page.getByLabel('Your code').fill(code);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(title).toHaveText('Hello, Mossquokka');
    await a11y.check(page);
    if (!javaScriptEnabled) {
      await expect(make).toBeHidden();
      await expect(needs).toBeVisible();
      return;
    }

    await make.click();
    await expect(page.getByText('This phone or tablet opens your page now.')).toBeVisible();
    expect(await devices()).toBe(1);
    await a11y.check(page);
    // The same device makes no second one, and says so.
    await make.click();
    await expect(page.getByRole('alert')).toContainText('did not say yes');

    await page.getByRole('button', { name: 'Sign out here' }).click();
    await use.click();
    await expect(title).toHaveText('Hello, Mossquokka');

    // The phone is lost: the device still has it, and it opens nothing.
    await worker.goto(group);
    const row = worker.getByRole('row').filter({ hasText: 'Mossquokka' });
    await expect(row.getByText('Has a passkey: yes.')).toBeVisible();
    await worker.getByRole('button', { name: 'Take passkeys away Mossquokka' }).click();
    await expect(worker.getByText('Taken away.')).toBeVisible();
    await expect(row.getByText('Has a passkey: no.')).toBeVisible();
    await a11y.check(worker);
    await page.goto(`${site}/me`);
    await expect(page.getByText('You are signed out.')).toBeVisible();
    await use.click();
    await expect(page.getByRole('alert').first()).toContainText('does not open a page here');
    await a11y.check(page);
    expect(app.log()).not.toContain('Mossquokka');
  });
});
