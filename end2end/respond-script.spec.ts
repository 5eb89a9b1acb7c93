// What the phone's bundle makes better, and what it must never make worse: no page load between questions, and an
// answer that survives a lost signal, a lost reply and a closed tab, once each.

import type { BrowserContext, Page } from '@playwright/test';
import { type App } from './fixtures/app.ts';
import { expect, test } from './fixtures/test.ts';

test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, 'skipped: needs script; respond.spec.ts says what is true without');
test.use({ ownServer: true });

async function awake(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.locator('.journey[data-ready]')).toBeAttached();
}

async function heading(page: Page, words: string | RegExp): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words);
}

async function next(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Next', exact: true }).click();
}

/** From the first question to the last page before sending. */
async function answerAll(page: Page, wish: string, ready?: () => Promise<void>): Promise<void> {
  await awake(page, '/c/free-time/q/1');
  await ready?.();
  await page.getByText('Outside', { exact: true }).click();
  await next(page);
  await heading(page, 'How happy are you with that?');
  await page.getByRole('button', { name: 'Skip this question' }).click();
  await heading(page, /Is there a place near you/);
  await page.getByRole('button', { name: 'Skip this question' }).click();
  await heading(page, 'What do you wish there was?');
  await page.getByRole('textbox').fill(wish);
  await next(page);
  await heading(page, 'Check what you said');
  await page.getByRole('button', { name: 'These are right' }).click();
  await page.getByText('Yes, you can use my words').click();
  await next(page);
  await heading(page, /can we ask about you/);
}

/** Everything is written and sent without signal, which then comes back. */
async function wishWithoutSignal(page: Page, context: BrowserContext, wish: string): Promise<void> {
  await answerAll(page, wish, () => context.setOffline(true));
  await page.getByRole('button', { name: 'Send my answers' }).click();
  await heading(page, 'Waiting for signal');
  await context.setOffline(false);
}

/** How many answers a worker sees to be read. */
async function kept(page: Page, app: App, words: string): Promise<number> {
  const link = (await app.run('invite', 'reader@wexmoor.example', '--role', 'participation-worker', '--public-url', app.url)).out;
  const token = /https?:\S+/.exec(link)![0];
  const context = await page.context().browser()!.newContext({ baseURL: app.url });
  const reader = await context.newPage();
  await reader.goto(token);
  await reader.goto('/desk/c/free-time/read');
  const found = await reader.getByText(words, { exact: true }).count();
  await context.close();
  return found;
}

test('the next question comes without a page load, and back is the browser’s own back', async ({ page }) => {
  await awake(page, '/c/free-time/q/1');
  await page.evaluate(() => ((window as unknown as { same: boolean }).same = true));
  await page.getByText('At home', { exact: true }).click();
  await next(page);
  await heading(page, 'How happy are you with that?');
  await expect(page).toHaveURL(/\/q\/2$/);
  await expect(page).toHaveTitle(/Question 2 of/);
  await page.goBack();
  await heading(page, 'Where are you most, when you are free?');
  await expect(page.getByRole('radio', { name: 'At home' })).toBeChecked();
  expect(await page.evaluate(() => (window as unknown as { same?: boolean }).same), 'it is still the same page').toBe(true);
});

test('what is half typed is there again after the tab was killed', async ({ page, context }) => {
  await awake(page, '/c/free-time/q/6');
  await page.getByRole('textbox').pressSequentially('somewhere dry and');
  await expect(page.getByText('Saved on this phone')).toBeVisible();
  await page.close({ runBeforeUnload: false });
  const again = await context.newPage();
  await awake(again, '/c/free-time/q/6');
  await expect(again.getByRole('textbox')).toHaveValue('somewhere dry and');
});

test('without signal the answer waits, says so, and goes when it is back', async ({ page, app, context, quiet }) => {
  test.setTimeout(60_000);
  quiet.allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch/);
  await awake(page, '/c/free-time/q/1');
  await context.setOffline(true);
  // The questions go on as if nothing had happened.
  await page.getByText('Outside', { exact: true }).click();
  await next(page);
  await heading(page, 'How happy are you with that?');
  await context.setOffline(false);
  const wish = 'a place without rain';
  await answerAll(page, wish);
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Send my answers' }).click();
  await heading(page, 'Waiting for signal');
  await expect(page.getByText('Your answers are safe on this phone')).toBeVisible();
  await context.setOffline(false);
  await heading(page, 'Thank you. We got it.');
  await expect(page.locator('.receipt li')).toHaveCount(4);
  await expect(page.locator('.receipt li').first()).not.toBeEmpty();
  expect(await kept(page, app, wish)).toBe(1);
});

test('a phone number that was written without signal is asked to be taken out once it is back', async ({ page, app, context, quiet }) => {
  test.setTimeout(60_000);
  quiet.allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch|status of 422/);
  const wish = 'a place to meet, ring 07700 900123';
  await wishWithoutSignal(page, context, wish);
  await expect(page.getByRole('alert')).toContainText('Take the phone number out of your words');
  await expect(page).toHaveURL(/\/q\/6/);
  await expect(page.locator('.journey[data-ready]')).toBeAttached();
  await expect(page.getByRole('textbox'), 'nothing typed is lost').toHaveValue(wish);
  await page.getByRole('textbox').fill('a place to meet');
  await next(page);
  await page.getByRole('button', { name: 'These are right' }).click();
  await next(page);
  await page.getByRole('button', { name: 'Send my answers' }).click();
  await heading(page, 'Thank you. We got it.');
  expect(await kept(page, app, 'a place to meet')).toBe(1);
});

test('words that did not get there are there when the page is opened again', async ({ page, quiet }) => {
  quiet.allow(/ERR_FAILED|Failed to fetch/);
  const wish = 'a place to meet, ring 07700 900123';
  await awake(page, '/c/free-time/q/6');
  await page.getByRole('textbox').fill(wish);
  await page.route('**/c/free-time/q/6', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
  const lost = page.waitForEvent('requestfailed');
  await next(page);
  expect((await lost).method()).toBe('POST');
  await awake(page, '/c/free-time/q/6');
  await expect(page.getByRole('textbox')).toHaveValue(wish);
});

test('without signal a worry leads to the help on the page', async ({ page, context, quiet }) => {
  quiet.allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch/);
  await awake(page, '/c/free-time/q/6');
  await page.getByRole('textbox').fill('half a');
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Something is worrying me' }).click();
  await expect(page.locator('#help')).toBeInViewport();
  await expect(page.getByRole('textbox')).toHaveValue('half a');
});

test('who may not be safe is not held up for a phone number that was written without signal', async ({ page, app, context, quiet }) => {
  test.setTimeout(60_000);
  quiet.allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch/);
  const wish = 'he hits my mum, ring 07700 900123';
  await wishWithoutSignal(page, context, wish);
  await heading(page, 'Thank you. We got it.');
  expect(await kept(page, app, wish), 'it is the lead’s alone').toBe(0);
});

test('a reply that is lost on the way makes one answer, also from another page', async ({ page, app, quiet }) => {
  test.setTimeout(60_000);
  quiet.allow(/ERR_FAILED|ERR_CONNECTION|Failed to fetch/);
  const wish = 'a reply that gets lost';
  await answerAll(page, wish);
  // The server takes it, and the phone never hears of it.
  let lost = 0;
  await page.route('**/c/free-time/send', async (route) => {
    await route.fetch();
    lost += 1;
    await route.abort();
  });
  await page.getByRole('button', { name: 'No thanks, skip all of these' }).click();
  await heading(page, 'Waiting for signal');
  expect(lost).toBeGreaterThan(0);
  expect(await kept(page, app, wish)).toBe(1);
  // The tab is closed; another page of ours says that it waits, and sends it.
  await page.unroute('**/c/free-time/send');
  await page.goto('/');
  await expect(page.locator('.outbox')).toContainText('Sent');
  const words = await page.locator('.outbox .receipt li').allTextContents();
  expect(words.filter((word) => word.length > 0)).toHaveLength(4);
  expect(await kept(page, app, wish), 'and still one').toBe(1);
  await page.goto('/mine');
  await page.getByLabel('Your four words').fill(words.join(' '));
  await page.getByRole('button', { name: 'Show me' }).click();
  await expect(page.locator('blockquote').getByText(wish)).toBeVisible();
});
