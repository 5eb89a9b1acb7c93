// Passkeys of the staff, on a device that Chromium plays.

import { device, test } from './fixtures/passkey.ts';
import { expect } from './fixtures/test.ts';

test.use({ ownServer: true });

test('a passkey opens the desk, and without script other ways do', async ({ app, page, a11y, quiet, javaScriptEnabled }) => {
  quiet.allow(/status of 422/);
  // The same server, by its name.
  quiet.allow(new RegExp(`^a request to another machine: \\w+ ${app.url.replace('127.0.0.1', 'localhost')}/`));
  const site = app.url.replace('127.0.0.1', 'localhost');
  await page.goto(app.signIn('reader'));
  await expect(page).toHaveURL(`${site}/desk`);
  await page.goto(`${site}/desk/sessions`);
  await page.getByRole('link', { name: 'Make a passkey' }).click();
  const make = page.getByRole('button', { name: 'Make it on this device' });
  if (!javaScriptEnabled) {
    await expect(make).toBeHidden();
    await expect(page.getByText('A passkey needs script')).toBeVisible();
    await a11y.check(page);
    await page.goto(`${site}/sign-in`);
    await expect(page.getByRole('button', { name: 'Use a passkey' })).toBeHidden();
    await a11y.check(page);
    return;
  }

  const passkeys = await device(page);
  await page.getByLabel('What you call it').fill('Blue phone');
  await expect(make).toBeVisible();
  await a11y.check(page);
  await make.click();
  await expect(page.getByText('Your passkey is made.')).toBeVisible();
  expect(await passkeys()).toBe(1);
  await expect(page.getByRole('rowheader', { name: 'Blue phone' })).toBeVisible();
  await a11y.check(page);

  // The same device is not asked for a second one, and says so.
  await page.getByRole('link', { name: 'Make a passkey' }).click();
  await make.click();
  await expect(page.getByRole('alert')).toContainText('gave no passkey');

  await page.goto(`${site}/desk`);
  await page.getByRole('button', { name: 'Sign out' }).first().click();
  const use = page.getByRole('button', { name: 'Use a passkey' });
  await expect(use).toBeVisible();
  await a11y.check(page);
  await use.click();
  await expect(page).toHaveURL(`${site}/desk`);

  // A link alone is not enough now.
  await page.context().clearCookies();
  const invited = await app.run('invite', 'reader@wexmoor.example', '--role', 'reader', '--public-url', site);
  await page.goto(invited.out.trim());
  await page.goto(`${site}/desk/c/living-in-care/read`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your second step');
  await a11y.check(page);
  // What no device has made leads no further, and forgets not where it led.
  const to = '/desk/c/living-in-care/read';
  const wrong = await page.request.post(`${site}/sign-in/passkey`, { form: { token: 'none', answer: '{}', to } });
  expect(wrong.status()).toBe(422);
  const again = await wrong.text();
  expect(again).toContain('Your second step');
  expect(again).toContain(`value="${to}"`);
  await use.click();
  await expect(page).toHaveURL(`${site}${to}`);

  // It is taken away: the device still has it, and it opens nothing.
  await page.goto(`${site}/desk/sessions`);
  await page.getByRole('button', { name: 'Take it away Blue phone' }).click();
  await expect(page.getByText('The passkey is taken away')).toBeVisible();
  await page.context().clearCookies();
  await page.goto(`${site}/sign-in`);
  await use.click();
  await expect(page.getByRole('alert').first()).toContainText('not known here');
  await a11y.check(page);
  expect(app.log()).not.toContain('Blue phone');
});
