// A young person answers: on a phone and on a desktop, with script and without. What is said here is true for
// all four; what only the phone's bundle can do stands in respond-script.spec.ts.

import type { Page } from '@playwright/test';
import { expect, test } from './fixtures/test.ts';

async function next(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Next', exact: true }).click();
}

async function heading(page: Page, words: string | RegExp): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words);
}

/** From the start page to the four words. */
async function answer(page: Page, wish: string): Promise<string[]> {
  await page.goto('/c/free-time');
  await page.getByRole('link', { name: 'Start', exact: true }).first().click();
  await heading(page, 'Where are you most, when you are free?');
  await page.getByText('Outside', { exact: true }).click();
  await next(page);
  await heading(page, 'How happy are you with that?');
  await page.getByText('Happy', { exact: true }).click();
  await next(page);
  await heading(page, /Is there a place near you/);
  await page.getByText('No', { exact: true }).click();
  await next(page);
  await heading(page, 'What stops you?');
  await page.getByText('It is too far').click();
  await page.getByText('It costs too much').click();
  await next(page);
  await heading(page, 'What do you wish there was?');
  await page.getByRole('textbox').fill(wish);
  await next(page);
  await heading(page, 'Check what you said');
  await expect(page.getByText(wish)).toBeVisible();
  await page.getByRole('button', { name: 'These are right' }).click();
  await heading(page, 'Can we use your exact words?');
  await page.getByText('Yes, you can use my words').click();
  await next(page);
  await heading(page, /can we ask about you/);
  await page.getByText('14 to 15').click();
  await page.getByRole('button', { name: 'Send my answers' }).click();
  await heading(page, 'Thank you. We got it.');
  const words = await page.locator('.receipt li').allTextContents();
  expect(words).toHaveLength(4);
  return words;
}

test('answer, check, thanks, my words, take back', async ({ page, a11y }) => {
  test.setTimeout(90_000);
  const wish = `a dry place to sit <i>ok</i>`;
  const words = await answer(page, wish);
  await a11y.check(page);

  await page.goto('/mine');
  await page.getByLabel('Your four words').fill(words.join(', ').toUpperCase());
  await page.getByRole('button', { name: 'Show me' }).click();
  await heading(page, 'What happened to my words');
  await expect(page.locator('blockquote').getByText(wish)).toBeVisible();
  await a11y.check(page);

  await page.getByRole('button', { name: 'Count me, but don’t show my words' }).click();
  await page.getByRole('button', { name: 'Yes, don’t show my words' }).click();
  await expect(page.getByRole('status')).toHaveText('Done. Nobody will see your exact words.');

  await page.getByRole('button', { name: 'Take back everything I said' }).click();
  await a11y.check(page);
  await page.getByRole('button', { name: 'Yes, delete what I said' }).click();
  await heading(page, 'You took everything back');
  await page.goto('/mine');
  await page.getByLabel('Your four words').fill(words.join(' '));
  await page.getByRole('button', { name: 'Show me' }).click();
  await heading(page, 'You took everything back');
});

test('every page of the journey is clear to axe, and every question can be skipped', async ({ page, a11y }) => {
  test.setTimeout(90_000);
  await page.goto('/c/free-time/q/1');
  for (let n = 0; n < 10; n++) {
    await a11y.check(page);
    const skip = page.getByRole('button', { name: 'Skip this question' });
    if ((await skip.count()) === 0) {
      break;
    }
    const before = await page.getByRole('heading', { level: 1 }).textContent();
    await skip.click();
    await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(before ?? '');
  }
  await heading(page, 'Check what you said');
  await expect(page.getByText('You skipped this one').first()).toBeVisible();
  await page.getByRole('button', { name: 'These are right' }).click();
  await heading(page, /can we ask about you/);
  await a11y.check(page);
  await page.getByRole('button', { name: 'No thanks, skip all of these' }).click();
  await heading(page, 'Thank you. We got it.');
});

test('a phone number is asked to be taken out, and nothing typed is lost', async ({ page, a11y, quiet }) => {
  // Without script the page comes back with this status, and the browser's console repeats it.
  quiet.allow(/422 \(Unprocessable/);
  await page.goto('/c/free-time/q/6');
  await page.getByRole('textbox').fill('text me on 07700 900123 if you want to know more');
  await next(page);
  await expect(page).toHaveTitle(/^Error: /);
  await expect(page.getByRole('alert')).toContainText('Take the phone number out of your words');
  await expect(page.getByRole('textbox')).toHaveValue('text me on 07700 900123 if you want to know more');
  await a11y.check(page);
  await page.getByRole('textbox').fill('come and ask us');
  await next(page);
  await heading(page, 'Check what you said');
});

test('words that may mean that somebody is not safe are taken as they are', async ({ page }) => {
  await page.goto('/c/free-time/q/6');
  await page.getByRole('textbox').fill('he hits my mum ring me on 07700 900123');
  await next(page);
  await heading(page, 'Check what you said');
  await expect(page.getByText('he hits my mum ring me on 07700 900123')).toBeVisible();
});

test('back, and change from the check page', async ({ page }) => {
  await page.goto('/c/free-time/q/1');
  await page.getByText('At home').click();
  await next(page);
  await heading(page, 'How happy are you with that?');
  await page.getByRole('link', { name: 'Back', exact: true }).click();
  await heading(page, 'Where are you most, when you are free?');
  await expect(page.getByRole('radio', { name: 'At home' })).toBeChecked();
  await page.goto('/c/free-time/check');
  await page.getByRole('link', { name: /^Change your answer to: Where are you most/ }).click();
  await page.getByText('Online', { exact: true }).click();
  await next(page);
  await expect(page).not.toHaveURL(/\/q\/1/);
  await page.goto('/c/free-time/check');
  await expect(page.getByText('Online', { exact: true })).toBeVisible();
});

test('an unfinished answer survives closing the page, and somebody else can start again', async ({ page }) => {
  await page.goto('/c/free-time/q/1');
  await page.getByText('At home').click();
  await next(page);
  await heading(page, 'How happy are you with that?');
  // With script, the answer goes to the server behind the next question: soon, and not before it.
  await expect(async () => {
    await page.goto('/c/free-time');
    await expect(page.getByRole('link', { name: 'Carry on' }).first()).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.getByRole('link', { name: 'Carry on' }).first().click();
  await heading(page, 'How happy are you with that?');
  await page.goto('/c/free-time');
  await page.getByRole('button', { name: 'Start again' }).first().click();
  await heading(page, 'Where are you most, when you are free?');
  await expect(page.getByRole('radio', { name: 'At home' })).not.toBeChecked();
});

test('a worry leads to who can help, and back to what was being written', async ({ page, a11y }) => {
  await page.goto('/c/free-time/q/6');
  await page.getByRole('textbox').fill('a place that is');
  await page.getByRole('button', { name: 'Something is worrying me' }).click();
  await heading(page, 'Something is worrying me');
  await expect(page.getByRole('main').getByRole('link', { name: 'Childline 0800 1111' })).toBeVisible();
  await a11y.check(page);
  await page.getByRole('button', { name: 'Back to my answers' }).click();
  await heading(page, 'What do you wish there was?');
  await expect(page.getByRole('textbox')).toHaveValue('a place that is');
  await page.getByRole('textbox').fill('a place that is dry');
  await next(page);
  await heading(page, 'Check what you said');
  await expect(page.getByText('a place that is dry')).toBeVisible();
});
