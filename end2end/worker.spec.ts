// The whole loop by hand: a worker asks, young people answer, the worker reads, codes and quotes, a commissioner
// decides, the worker tells, and everybody can follow a quote from the words to the decision.

import type { Browser, Page } from '@playwright/test';
import { type App } from './fixtures/app.ts';
import { expect, test } from './fixtures/test.ts';

test.use({ ownServer: true });

const words = 'the swings are broken and nobody mends them';

/** A day so many days from now, as a date field takes it. */
function day(ahead: number): string {
  return new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
}

/** A person of the staff in a browser of their own. */
async function staff(browser: Browser, app: App, role: string, options: object): Promise<Page> {
  const context = await browser.newContext({ ...options, baseURL: app.url });
  const page = await context.newPage();
  await page.goto(app.signIn(role));
  await expect(page).toHaveURL(/\/desk$/);
  return page;
}

async function fill(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(fields)) {
    await page.getByLabel(label, { exact: true }).first().fill(value);
  }
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).first().click();
}

test('from a new consultation to the feedback page', async ({ browser, app, a11y, javaScriptEnabled, viewport }) => {
  test.setTimeout(180_000);
  const options = { javaScriptEnabled, viewport };
  const worker = await staff(browser, app, 'participation-worker', options);

  // Ask.
  await worker.goto('/desk/consultations/new');
  await fill(worker, { Title: 'Places to play', 'Short name in addresses (if you want one)': 'play' });
  await press(worker, 'Start');
  await expect(worker).toHaveURL(/\/desk\/c\/play\?/);
  // What is missing is said, each with a link to where it is mended.
  const missing = worker.getByRole('link', { name: /safeguarding|worries a reader/i }).first();
  await expect(missing).toHaveAttribute('href', /\/desk\/c\/play\/setup#/);
  await a11y.check(worker);
  await worker.goto('/desk/c/play/setup');
  await fill(worker, {
    'Title for young people': 'Where do you play?',
    'Why we ask': 'We want places where you like to be.',
    'What is already decided': 'There is no more money in total.',
    'What can still change': 'Which places are mended first.',
    'Who decides': 'Councillor Ruth Adeyemi',
    'What they decide about': 'decides about parks',
    'Last day for answers': day(30),
    'Findings shown': day(50),
    'The decision': day(60),
    'Young people told': day(70),
    'A group that is seldom heard, and how you will reach it': 'Young carers, through their group.',
    'Who reads the answers': 'Jo Marsh',
    'The safeguarding lead': 'Priya Nair',
    'What happens when an answer worries a reader': 'It is held and the lead is told the same day.',
    'Why the law lets us ask': 'Public task',
    'The duty that it serves': 'Education Act 1996 s507B',
    'How it serves the best interests of children': 'Play is a right.',
  });
  await worker.getByLabel('11 to 13').check();
  await press(worker, 'Save');
  await expect(worker).toHaveURL(/done=setup/);
  await worker.goto('/desk/c/play/questions');
  await fill(worker, { 'The question': 'What would make it better?' });
  await worker.getByLabel('Type', { exact: true }).selectOption({ label: 'Their own words' });
  await press(worker, 'Add it');
  await worker.goto('/c/play/q/1');
  await expect(worker.getByRole('heading', { level: 1 })).toHaveText('What would make it better?');
  await worker.goto('/desk/c/play');
  await a11y.check(worker);
  await worker.getByRole('link', { name: 'Open it' }).or(worker.getByRole('button', { name: 'Open it' })).first().click();
  const sure = worker.getByRole('button', { name: /^(Yes, open it|Open it)$/ });
  if (/\/open$/.test(worker.url())) {
    await sure.click();
  }
  await expect(worker).toHaveURL(/done=opened/);

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
        started_on: day(0),
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
    await worker.getByRole('checkbox', { name: /^Broken swings/ }).check();
    await press(worker, 'Save, next');
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
  await worker.goto('/desk/c/play/findings');
  await worker.getByLabel(/I have looked at every table/).check();
  await press(worker, 'Publish the findings');
  await worker.goto('/c/play/results');
  await expect(worker.getByText('Mend the swings')).toBeVisible();
  await expect(worker.locator('main')).not.toContainText('he hits me');
  const link = await worker.getByRole('link', { name: 'Follow these words' }).first().getAttribute('href');

  // A need, agreed by somebody else, with a priority and a decision.
  await worker.goto('/desk/needs');
  await fill(worker, { Title: 'Places that work', 'The need in one sentence': 'Children need swings that work.' });
  await press(worker, 'Begin the need');
  const need = new URL(worker.url()).pathname;
  await fill(worker, {
    'The same in plain words': 'Swings that work.',
    'Equality impact': 'Disabled children have no other place.',
    'Who looks after it': 'Parks',
    'Look at it again on': day(200),
  });
  await press(worker, 'Save');
  await worker.getByRole('listitem').filter({ hasText: 'Mend the swings' }).getByRole('button', { name: /^Add this theme/ }).click();
  await expect(worker.getByText('This draws on about 10 answers')).toBeVisible();
  await press(worker, 'Propose it');
  await a11y.check(worker);
  const commissioner = await staff(browser, app, 'commissioner', options);
  await commissioner.goto(need);
  await press(commissioner, 'Agree it');
  await expect(commissioner.getByText('Agreed').first()).toBeVisible();
  if (!(await commissioner.getByLabel('Our place').isVisible())) {
    await commissioner.getByText('Set the place').click();
  }
  await fill(commissioner, {
    'Our place': '1',
    'Why there': 'Most said it.',
    'Young people’s place': '1',
    'How they ranked': 'Show of hands at the youth forum.',
  });
  await press(commissioner, 'Keep the place');
  await commissioner.goto('/desk/decisions');
  await fill(commissioner, {
    Title: 'Repairs 2027',
    'The decision in young people’s words': 'We mend the swings in spring',
    'Who decides': 'Councillor Ruth Adeyemi',
  });
  await press(commissioner, 'Begin the decision');
  const decision = new URL(commissioner.url()).pathname;
  await fill(commissioner, {
    When: day(0),
    'Why at this level': 'Parks belong to the county.',
    'The reasons': 'They are broken.',
    'Equality impact': 'Two swings for wheelchairs.',
    'Keeping children safe': 'The park is closed while we mend.',
  });
  await commissioner.getByLabel(/Places that work/).check();
  await commissioner.getByLabel(/Places to play/).check();
  await press(commissioner, 'Save');
  await commissioner.getByLabel('Our answer').selectOption({ index: 1 });
  await commissioner.getByLabel('What and why, in words a 10-year-old reads').fill('We mend all the swings by May.');
  await press(commissioner, 'Save');
  await a11y.check(commissioner);
  await commissioner.locator('input[name=sure]').check();
  await press(commissioner, 'Publish the decision');
  await expect(commissioner.getByText('Published', { exact: true }).first()).toBeVisible();
  expect(decision).toMatch(/D-\d+/);

  // Tell, and follow the words both ways.
  await worker.goto('/desk/c/play/feedback');
  await worker.getByLabel('When you will say what came of it').fill(day(120));
  await worker.locator('input[name=sure]').check();
  await press(worker, 'Tell young people');
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
  const lead = await staff(browser, app, 'safeguarding-lead', options);
  await lead.goto('/desk/safeguarding');
  await expect(lead.getByText('he hits me there')).toBeVisible();
  expect(app.log()).not.toContain('swings');
});

/** The key that the answers to the only question go by. */
async function keyOfTheFirstQuestion(page: Page): Promise<string> {
  const journey = await (await page.request.get('/c/play/journey.json')).json();
  return journey.questionnaire.questions[0].key;
}
