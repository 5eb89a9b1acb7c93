// Mail, through a real mail server: signing in, and news for those who asked.

import { request } from '@playwright/test';
import * as desk from './fixtures/desk.ts';
import { link, test } from './fixtures/mail.ts';
import { expect } from './fixtures/test.ts';

test('who asks for news gets it, and stops it with one press', async ({ app, browser, page, post, a11y, quiet, javaScriptEnabled, viewport }) => {
  quiet.allow(/status of 422/);
  await page.goto('/c/free-time');
  await page.getByRole('link', { name: 'Tell me what happens' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Shall we tell you what happens?');
  await a11y.check(page);
  const send = page.getByRole('button', { name: 'Send me news' });
  await page.getByLabel('Email address').fill('kim.mail.example');
  await send.click();
  await expect(page.getByRole('alert')).toContainText('not a whole email address');
  await expect(page.getByLabel('Email address')).toHaveValue('kim.mail.example');
  await a11y.check(page);
  await page.getByLabel('Email address').fill('kim@mail.example');
  await send.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Now look in your emails');
  await a11y.check(page);

  const asked = await post.to('kim@mail.example');
  expect(asked.subject).toBe('Do you want news of “What do you do in your free time?”?');
  expect(asked.from?.text).toContain('Wexmoor County Council');
  expect(asked.html).toContain('Yes, I want news');
  const own = link(asked, '/news/');
  await page.goto(own);
  await a11y.check(page);
  await page.getByRole('button', { name: 'Yes, send me news' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are on the list');

  // Staff remind, once a week, and see no address.
  const worker = await desk.staff(browser, app, 'participation-worker', { javaScriptEnabled, viewport });
  await worker.goto('/desk/c/free-time/reminder');
  await expect(worker.getByText('too few to say how many')).toBeVisible();
  await a11y.check(worker);
  await desk.press(worker, 'Send the reminder');
  await expect(worker.getByText('It is on its way to everybody who asked.')).toBeVisible();
  await desk.press(worker, 'Send the reminder');
  await expect(worker.getByText('Wait a week before you send it again').first()).toBeVisible();
  expect(await worker.content()).not.toContain('kim@mail.example');
  await expect.poll(() => post.letters.length, { timeout: 15_000 }).toBe(2);
  const reminder = post.letters[1]!;
  expect(reminder.subject).toBe('There is still time: What do you do in your free time?');
  expect(reminder.text).toContain('You asked us to write to you when there is news.');
  await page.goto(link(reminder, '/c/free-time'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What do you do in your free time?');

  // A program for mail ends it for its reader, with one press there and no page of ours.
  const stop = (reminder.headers.get('list') as { unsubscribe: { url: string } }).unsubscribe.url;
  const outside = await request.newContext();
  const ended = await outside.post(stop, { form: { 'List-Unsubscribe': 'One-Click' } });
  expect(ended.status()).toBe(200);
  await outside.dispose();
  await page.goto(own);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('We do not have your address');
  await a11y.check(page);
  expect(app.log()).not.toContain('kim@mail');
});

test('staff sign in by a link that comes by mail, and see what did not go', async ({ app, browser, page, post, a11y, quiet, javaScriptEnabled, viewport }) => {
  quiet.allow(/status of 422/);
  const ask = async (address: string) => {
    await page.goto('/sign-in');
    await page.getByLabel('Your email address').fill(address);
    await desk.press(page, 'Send me a link');
  };
  await page.goto('/sign-in');
  await a11y.check(page);
  await ask('not an address');
  await expect(page.getByRole('alert')).toContainText('Write your address');
  await a11y.check(page);
  const administrator = await desk.staff(browser, app, 'administrator', { javaScriptEnabled, viewport });

  post.refuse = true;
  await administrator.goto('/desk/people');
  await desk.fill(administrator, { Address: 'sam@wexmoor.example' });
  await administrator.getByLabel(/^Name/).fill('Sam Okoro');
  await administrator.getByLabel('Commissioner').check();
  await desk.press(administrator, 'Make a link');
  await expect(administrator.getByText('on its way to them by mail as well')).toBeVisible();
  await expect.poll(() => post.refused, { timeout: 15_000 }).toBe(1);
  await expect(async () => {
    await administrator.goto('/desk/jobs?state=failed');
    await expect(administrator.getByText('the mail server said no (554)')).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await a11y.check(administrator);
  expect(await administrator.locator('main').innerText()).not.toContain('sam@wexmoor.example');
  post.refuse = false;
  await administrator.getByRole('button', { name: /^Try again/ }).click();
  await expect(administrator.getByText('It is tried again now.')).toBeVisible();
  const invited = await post.to('sam@wexmoor.example');
  expect(invited.text).toContain('You have been invited to the desk');

  await ask('nobody@wexmoor.example');
  const answer = page.getByText('If somebody here has this address, a link is on its way to it.');
  await expect(answer).toBeVisible();
  await ask('sam@wexmoor.example');
  await expect(answer).toBeVisible();
  await expect.poll(() => post.letters.length, { timeout: 15_000 }).toBe(2);
  const mailed = post.letters[1]!;
  await page.goto(link(mailed, '/sign-in/link?token='));
  await a11y.check(page);
  await page.reload();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(/\/desk$/);
  await expect(page.getByRole('link', { name: /Sam Okoro/ })).toBeVisible();
  await administrator.goto('/desk/jobs?state=done');
  await expect(administrator.getByText('A link to sign in').first()).toBeVisible();
  await a11y.check(administrator);
  expect(app.log()).not.toMatch(/sam@wexmoor|open sesame/);
});
