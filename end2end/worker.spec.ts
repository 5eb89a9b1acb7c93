// The whole loop by hand: a worker asks, young people answer, the worker reads, codes and quotes, a commissioner
// decides, the worker tells, and everybody can follow a quote from the words to the decision.

import type { Page } from '@playwright/test';
import * as desk from './fixtures/desk.ts';
import { fill, press } from './fixtures/desk.ts';
import { expect, test } from './fixtures/test.ts';

test.use({ ownServer: true });

const words = 'the swings are broken and nobody mends them';

test('from a new consultation to the feedback page', async ({ browser, app, a11y, javaScriptEnabled, viewport }) => {
  test.setTimeout(180_000);
  const options = { javaScriptEnabled, viewport };
  const worker = await desk.staff(browser, app, 'participation-worker', options);

  // Ask.
  await worker.goto('/desk/consultations/new');
  await fill(worker, { Title: 'Places to play', 'Short name in addresses (if you want one)': 'play' });
  await press(worker, 'Start');
  await expect(worker).toHaveURL(/\/desk\/c\/play\?/);
  // What is missing is said, each with a link to where it is mended.
  const missing = worker.getByRole('link', { name: /safeguarding|worries a reader/i }).first();
  await expect(missing).toHaveAttribute('href', /\/desk\/c\/play\/setup#/);
  await a11y.check(worker);
  await desk.setUp(worker, 'play', 'Where do you play?');
  await worker.goto('/desk/c/play/questions');
  await fill(worker, { 'The question': 'What would make it better?' });
  await worker.getByLabel('Type', { exact: true }).selectOption({ label: 'Their own words' });
  await press(worker, 'Add it');
  await worker.goto('/c/play/q/1');
  await expect(worker.getByRole('heading', { level: 1 })).toHaveText('What would make it better?');
  await worker.goto('/desk/c/play');
  await a11y.check(worker);
  await desk.open(worker, 'play');

  // Young people answer, as their phones send it.
  const question = await keyOfTheFirstQuestion(worker);
  for (let n = 0; n < 12; n++) {
    const text = n === 0 ? words : n === 1 ? 'he hits me there' : `mend the swings please ${'abcdefghijkl'[n]}`;
    const sent = await worker.request.post('/c/play/send', {
      headers: { origin: app.url },
      data: {
        key: `0123456789abcdef0123456789abcde${n.toString(16)}`,
        answers: { [question]: { words: text } },
        words_consent: 'yes',
        about: [['band', '11-13']],
        started_on: desk.day(0),
      },
    });
    expect(sent.status()).toBe(200);
  }

  // Read: what the word list marked comes first, and is held.
  await worker.goto('/desk/c/play/read');
  await a11y.check(worker);
  const first = worker.locator('main form', { hasText: 'he hits me there' }).last();
  await expect(worker.getByText('Look at this first')).toHaveCount(1);
  await first.getByRole('button', { name: /^Hold for safeguarding/ }).click();
  await expect(worker.getByText('he hits me there')).toHaveCount(0);
  while ((await worker.getByRole('button', { name: /^Clear/ }).count()) > 0) {
    await worker.getByRole('button', { name: /^Clear/ }).last().click();
  }

  // Code, group, quote.
  await worker.goto('/desk/c/play/codes');
  await fill(worker, { 'Short name': 'Broken swings' });
  await press(worker, 'Add the code');
  await worker.goto('/desk/c/play/coding');
  for (let left = 11; left > 0; left--) {
    const read = await worker.locator('#reading').innerText();
    await desk.openCodes(worker);
    await worker.getByRole('checkbox', { name: /^Broken swings/ }).check();
    await press(worker, 'Save, next');
    await expect(worker.locator('#reading')).not.toHaveText(read);
  }
  await expect(worker.getByText('Every cleared answer has a code')).toBeVisible();
  await worker.goto('/desk/c/play/themes');
  await fill(worker, { 'Name for staff': 'Repairs', 'Name in young people’s words': 'Mend the swings' });
  await worker.getByLabel('Broken swings').check();
  await worker.getByLabel('It is final').check();
  await press(worker, 'Make the theme');
  await a11y.check(worker);
  await worker.goto('/desk/c/play/coding?which=all');
  await worker.getByRole('link', { name: new RegExp(words) }).click();
  await worker.getByRole('link', { name: 'Make a quote' }).click();
  await fill(worker, { 'The exact words to take out': 'nobody' });
  await worker.getByLabel('What they are').selectOption({ label: 'Somebody who works with children' });
  await press(worker, 'Take them out');
  await fill(worker, { 'The piece': words });
  await worker.getByLabel('The theme it speaks for').selectOption({ index: 1 });
  await press(worker, 'Make the quote');
  await expect(worker.getByText('Young person aged 11 to 13').first()).toBeVisible();
  await a11y.check(worker);

  // Close and publish the findings.
  await worker.goto('/desk/c/play/close');
  await worker.getByRole('button', { name: /close/i }).first().click();
  await expect(worker).toHaveURL(/done=closed/);
  await desk.publishFindings(worker, 'play');
  await worker.goto('/c/play/results');
  await expect(worker.getByText('Mend the swings')).toBeVisible();
  await expect(worker.locator('main')).not.toContainText('he hits me');
  const link = await worker.getByRole('link', { name: 'Follow these words' }).first().getAttribute('href');

  // A need, agreed by somebody else, with a priority and a decision.
  const need = await desk.propose(worker, 'Places that work', 'Mend the swings');
  await a11y.check(worker);
  const commissioner = await desk.staff(browser, app, 'commissioner', options);
  await desk.agree(commissioner, need);
  await a11y.check(commissioner);
  await desk.decide(commissioner, {
    plainTitle: 'We mend the swings in spring',
    need: 'Places that work',
    consultation: 'Places to play',
    answer: 'We mend all the swings by May.',
  });
  await a11y.check(commissioner);
  await desk.publishDecision(commissioner);

  // Tell, and follow the words both ways.
  await desk.tell(worker, 'play');
  const page = await (await browser.newContext({ ...options, baseURL: app.url })).newPage();
  await page.goto('/c/play/feedback');
  await expect(page.getByText('We mend all the swings by May.')).toBeVisible();
  await a11y.check(page);
  await page.getByRole('link', { name: 'Follow these words' }).first().click();
  await expect(page).toHaveURL(new RegExp(`${link}$`));
  await expect(page.getByText('the swings are broken and', { exact: false }).first()).toBeVisible();
  await expect(page.locator('main')).not.toContainText('nobody mends');
  await expect(page.getByText('We mend the swings in spring')).toBeVisible();
  await a11y.check(page);

  // The held answer is with the safeguarding lead and nowhere else.
  const lead = await desk.staff(browser, app, 'safeguarding-lead', options);
  await lead.goto('/desk/safeguarding');
  await expect(lead.getByText('he hits me there')).toBeVisible();
  expect(app.log()).not.toContain('swings');
});

/** The key that the answers to the only question go by. */
async function keyOfTheFirstQuestion(page: Page): Promise<string> {
  const journey = await (await page.request.get('/c/play/journey.json')).json();
  return journey.questionnaire.questions[0].key;
}
