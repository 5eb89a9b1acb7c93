// Every type of question, on a phone and on a desktop, with script and without: answered, checked, sent, seen again
// and changed. And the questions as those who make them see them.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import type { App } from './fixtures/app.ts';
import * as desk from './fixtures/desk.ts';
import { press } from './fixtures/desk.ts';
import { expect, test } from './fixtures/test.ts';

test.use({ ownServer: true });

/** Most types, as another program writes them. The others are added by hand. */
const survey = {
  title: 'Every type',
  pages: [
    { elements: [{ type: 'html', name: 'hello', html: 'This is about your journey.' }] },
    {
      elements: [
        {
          type: 'checkbox',
          name: 'ways',
          title: 'How do you travel?',
          choices: ['Bus', 'Bike', 'Car'],
          maxSelectedChoices: 2,
          showNoneItem: true,
          noneText: 'None of these',
        },
      ],
    },
    { elements: [{ type: 'radiogroup', name: 'best', title: 'You said {ways}. Which is best?', choices: ['Bus', 'Bike'], visibleIf: "{ways} notempty and not ({ways} contains 'none')" }] },
    { elements: [{ type: 'rating', name: 'face', title: 'How do you feel about it?', rateType: 'smileys' }] },
    { elements: [{ type: 'rating', name: 'stars', title: 'How safe is it?', rateMin: 0, rateMax: 10, minRateDescription: 'Not at all', maxRateDescription: 'Very' }] },
    { elements: [{ type: 'boolean', name: 'know', title: 'Do you know who decides?' }] },
    { elements: [{ type: 'ranking', name: 'order', title: 'What matters most?', choices: ['Price', 'Time', 'Seats'] }] },
    { elements: [{ type: 'text', name: 'age', title: 'How many buses do you take?', inputType: 'number', min: 0, max: 9 }] },
    { elements: [{ type: 'text', name: 'stop', title: 'Which stop?', maxLength: 50 }] },
    { elements: [{ type: 'comment', name: 'worst', title: 'What is the worst bit?' }] },
    {
      elements: [
        {
          type: 'matrix',
          name: 'feel',
          title: 'How is the stop?',
          columns: [{ value: 'good', text: 'Good' }, { value: 'bad', text: 'Bad' }],
          rows: [{ value: 'light', text: 'The light' }, { value: 'roof', text: 'The roof' }],
        },
      ],
    },
    {
      title: 'The last two',
      elements: [
        { type: 'boolean', name: 'again', title: 'May we ask again?' },
        { type: 'comment', name: 'why', title: 'Why not?', visibleIf: '{again} = false' },
      ],
    },
  ],
};

async function make(app: App, browser: Browser, options: { javaScriptEnabled: boolean | undefined; viewport: { width: number; height: number } | null }): Promise<Page> {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-types-'));
  const file = join(folder, 'every-type.json');
  writeFileSync(file, JSON.stringify(survey));
  const taken = await app.run('import', 'questionnaire', file, '--into', 'types');
  rmSync(folder, { recursive: true });
  expect(taken.err.split('\n').filter((line) => line.startsWith('cannot'))).toEqual([]);
  expect(taken.status).toBe(0);
  const worker = await desk.staff(browser, app, 'participation-worker', options);
  await desk.setUp(worker, 'types', 'Every type');
  // Somewhere to live: without areas the question for one keeps the consultation from opening.
  await worker.goto('/desk/c/types/setup');
  await worker.getByLabel('Areas of this consultation alone').fill('The town\nThe villages');
  await press(worker, 'Save');
  for (const [words, type] of [['Do you agree that the bus is kind?', 'How much somebody agrees'], ['When were you last late?', 'How long ago'], ['Where do you live?', 'A place']] as const) {
    await worker.goto('/desk/c/types/questions');
    const form = worker.locator('form').filter({ has: worker.getByRole('button', { name: 'Add it' }) });
    await form.getByLabel('The question', { exact: true }).fill(words);
    await form.getByLabel('Type').selectOption({ label: type });
    await form.getByRole('button', { name: 'Add it' }).click();
    await expect(worker.getByText('Added. Now say more about it.')).toBeVisible();
  }
  return worker;
}

async function heading(page: Page, words: string | RegExp): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words);
}

async function next(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Next', exact: true }).click();
}

/** What a screen reader finds on the page, as it was looked through once: `types.spec.ts-snapshots`. */
async function shape(page: Page, name: string): Promise<void> {
  await expect(page.locator('main')).toMatchAriaSnapshot({ name: `${name}.aria.yml` });
}

const pick = (page: Page, words: string) => page.locator('main .choice', { hasText: words }).first().click();

test('every type is answered, checked, sent, and changed afterwards', async ({ app, browser, page, javaScriptEnabled, viewport, a11y, quiet }) => {
  // What cannot be taken is answered with 422, and Chromium says so in the console.
  quiet.allow(/status of 422/);
  test.setTimeout(180_000);
  const worker = await make(app, browser, { javaScriptEnabled, viewport });
  await a11y.check(worker);
  await desk.open(worker, 'types');

  await page.goto('/c/types');
  await page.getByRole('link', { name: 'Start', exact: true }).first().click();
  await heading(page, 'This is about your journey.');
  await shape(page, 'information');
  await next(page);

  await heading(page, 'How do you travel?');
  await shape(page, 'several-choices');
  await a11y.check(page);
  await pick(page, 'Bus');
  await pick(page, 'None of these');
  await next(page);
  await expect(page.getByRole('alert')).toContainText('That answer goes by itself');
  await a11y.check(page);
  await pick(page, 'None of these');
  await pick(page, 'Bike');
  await next(page);

  await heading(page, 'You said Bus, Bike. Which is best?');
  await shape(page, 'one-choice');
  await pick(page, 'Bike');
  await next(page);

  await heading(page, 'How do you feel about it?');
  await shape(page, 'faces');
  await a11y.check(page);
  await page.getByText('Happy', { exact: true }).click();
  await next(page);

  await heading(page, 'How safe is it?');
  await shape(page, 'rating');
  await a11y.check(page);
  await expect(page.getByText('Not at all').first()).toBeVisible();
  await page.getByRole('radio', { name: /^7/ }).check();
  await next(page);

  await heading(page, 'Do you know who decides?');
  await shape(page, 'yes-no-not-sure');
  await pick(page, 'No');
  await next(page);

  await heading(page, 'What matters most?');
  await shape(page, 'ranking');
  await a11y.check(page);
  await page.getByRole('button', { name: 'Move up: Seats' }).click();
  await page.getByRole('button', { name: 'Move up: Seats' }).click();
  await expect(page.locator('.rank li').first()).toContainText('Seats');
  await expect(page.getByRole('button', { name: 'Move up: Seats' })).toBeDisabled();
  await next(page);

  await heading(page, 'How many buses do you take?');
  await shape(page, 'number');
  await page.getByRole('textbox').fill('12');
  await next(page);
  await expect(page.getByRole('alert')).toContainText('Write a number from 0 to 9');
  await page.getByRole('textbox').fill('2');
  await next(page);

  await heading(page, 'Which stop?');
  await shape(page, 'one-line');
  await page.getByRole('textbox').fill('Mill Lane');
  await next(page);
  await heading(page, 'What is the worst bit?');
  await shape(page, 'own-words');
  await page.getByRole('textbox').fill('text me on 07700 900123');
  await next(page);
  await expect(page.getByRole('alert')).toContainText('Take the phone number out of your words');
  await page.getByRole('textbox').fill('it is dark');
  await next(page);

  await heading(page, 'How is the stop?');
  await shape(page, 'grid');
  await a11y.check(page);
  await page.getByRole('group', { name: 'The light' }).getByText('Bad').click();
  await page.getByRole('group', { name: 'The roof' }).getByText('Good').click();
  await next(page);

  // Two questions on one page; the second one appears because of the first.
  await heading(page, 'The last two');
  await shape(page, 'page-of-several');
  await expect(page.getByText('Why not?')).toBeHidden();
  await pick(page, 'No');
  await next(page);
  await heading(page, 'The last two');
  await a11y.check(page);
  await expect(page.getByRole('radio', { name: 'No', exact: true })).toBeChecked();
  await page.getByLabel('Why not?').fill('no time');
  await next(page);

  await heading(page, 'Do you agree that the bus is kind?');
  await shape(page, 'agree');
  await pick(page, 'I really agree');
  await next(page);
  await heading(page, 'When were you last late?');
  await shape(page, 'how-long-ago');
  await pick(page, 'In the last month');
  await next(page);
  await heading(page, 'Where do you live?');
  await shape(page, 'area');
  await a11y.check(page);
  await expect(page.getByRole('radio', { name: 'The villages' })).toBeVisible();
  await page.getByRole('button', { name: 'Skip this question' }).click();

  await heading(page, 'Check what you said');
  await shape(page, 'check');
  await a11y.check(page);
  const answers = page.locator('dl.answers');
  for (const words of ['Bus', 'Bike', 'Happy', '7', 'Seats', '1. Seats', 'Mill Lane', 'it is dark', 'The light: Bad', 'The roof: Good', 'no time', 'I really agree', 'In the last month', 'You skipped this one']) {
    await expect(answers).toContainText(words);
  }
  // What is not asked any more is set aside, and comes back.
  await page.getByRole('link', { name: /^Change your answer to: How do you travel/ }).click();
  await pick(page, 'Bus');
  await pick(page, 'Bike');
  await pick(page, 'None of these');
  await next(page);
  await heading(page, 'Check what you said');
  await expect(answers).not.toContainText('Which is best?');
  await page.getByRole('link', { name: /^Change your answer to: How do you travel/ }).click();
  await pick(page, 'None of these');
  await pick(page, 'Bike');
  await next(page);
  await heading(page, 'Check what you said');
  await expect(answers).toContainText('You said Bike. Which is best?');

  await press(page, 'These are right');
  await page.getByText('Yes, you can use my words').click();
  await next(page);
  await press(page, 'No thanks, skip all of these');
  await heading(page, 'Thank you. We got it.');
  const words = await page.locator('.receipt li').allTextContents();

  await page.goto('/mine');
  await page.getByLabel('Your four words').fill(words.join(' '));
  await press(page, 'Show me');
  await expect(answers).toContainText('1. Seats');
  await expect(answers).toContainText('The light: Bad');
  await page.getByRole('button', { name: /^Change your answer to: What matters most/ }).click();
  await page.getByRole('button', { name: 'Move up: Time' }).click();
  await press(page, 'Save');
  await expect(answers).toContainText('2. Time');
});

test('questions change while they are asked, and say first what that means', async ({ app, browser, page, javaScriptEnabled, viewport, a11y }) => {
  test.setTimeout(120_000);
  const worker = await make(app, browser, { javaScriptEnabled, viewport });
  await desk.open(worker, 'types');
  await page.goto('/c/types/q/2');
  await pick(page, 'Bike');
  await next(page);
  await heading(page, /Which is best/);

  await worker.goto('/desk/c/types/questions/10');
  await worker.getByLabel('The question', { exact: true }).fill('What is the very worst bit?');
  await press(worker, 'Save question');
  await heading(worker, 'What this change means');
  await a11y.check(worker);
  await expect(worker.getByText('Other words.')).toBeVisible();
  await press(worker, 'Make this change');
  await expect(worker.getByText('Saved.')).toBeVisible();
  await expect(worker.getByText('Version 2')).toBeVisible();

  // A rule in plain words.
  await worker.getByLabel('With several rows').selectOption({ label: 'One of these is enough' });
  await worker.getByLabel('The answer to an earlier question').selectOption({ label: '4. How do you feel about it?: Very unhappy' });
  await worker.getByLabel('And the answer to another one').first().selectOption({ label: '5. How safe is it?: this number' });
  await worker.getByLabel('How it compares').nth(1).selectOption({ label: 'is at most' });
  await worker.getByLabel('The number').nth(1).fill('3');
  await press(worker, 'Save question');
  await expect(worker.getByText('Asked of other people than before.')).toBeVisible();
  await press(worker, 'Make this change');
  await worker.goto('/desk/c/types/questions');
  await expect(worker.getByText(/Shown only if .How do you feel about it\?. is .Very unhappy. or .How safe is it\?. is at most .3.\./)).toBeVisible();

  // Who had begun goes on, and sees the new words.
  await page.goto('/c/types/q/5');
  await page.getByRole('radio', { name: /^3/ }).check();
  // With script the next page is there before the server has the answer; the address below asks the server.
  await Promise.all([page.waitForResponse((answer) => answer.request().method() === 'POST'), next(page)]);
  await page.goto('/c/types/q/10');
  await heading(page, 'What is the very worst bit?');
});
