// Files that others made go in, and come out at the other end of the loop. They lie beside the project and are not
// part of it; where they are missing, the test says so.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import * as desk from './fixtures/desk.ts';
import { press } from './fixtures/desk.ts';
import { expect, test } from './fixtures/test.ts';

const samples = resolve(process.env.EARSHOT_SAMPLES ?? '../../shared/samples');

test.describe('files that others made', () => {
  test.skip(!existsSync(samples), `skipped: ${samples} is not there`);
  test.use({ ownServer: true });

  test('a hundred answers and their themes become a decision that can be followed back', async ({ app, browser, javaScriptEnabled, viewport }) => {
    test.setTimeout(180_000);
    const answers = `${samples}/answers/responses.jsonl`;
    const first = await app.run('import', 'answers', answers, '--into', 'adverts', '--question', 'What about adverts?');
    expect(first.err).toBe('');
    expect(first.out).toContain('Took 100 answers');
    const again = await app.run('import', 'answers', answers, '--into', 'adverts', '--question', 'What about adverts?');
    expect(again.out).toContain('Took 0 answers into /c/adverts; 100 were there already');
    const coding = await app.run('import', 'coding', `${samples}/answers`, '--into', 'adverts');
    expect(coding.status).toBe(0);

    // Every one of them is read by a person before anything else can use it.
    const options = { javaScriptEnabled, viewport };
    const worker = await desk.staff(browser, app, 'participation-worker', options);
    await worker.goto('/desk/c/adverts/coding?which=all');
    await expect(worker.getByText('No answer is cleared yet')).toBeVisible();
    await desk.clearAll(worker, 'adverts');

    // All 13 themes came with their codes; two of them are made final and get a quote each.
    await worker.goto('/desk/c/adverts/themes');
    await expect(worker.getByText('Complete Ban Support').first()).toBeVisible();
    expect(await worker.locator('main').getByRole('link', { name: /^Change/ }).count()).toBe(13);
    for (const theme of ['Complete Ban Support', 'Economic Impact Concerns']) {
      await worker.goto('/desk/c/adverts/themes');
      await worker.locator('main section').filter({ hasText: theme }).getByRole('link', { name: /^Change/ }).first().click();
      await worker.getByLabel('It is final').check();
      await worker.getByRole('button', { name: /^(Save|Change)/ }).first().click();
      await expect(worker).toHaveURL(/done=changed/);
    }
    await worker.goto('/desk/c/adverts/coding?which=all');
    const words = 'My son started gambling after seeing these ads during football matches.';
    const answer = worker.getByRole('link', { name: /^Yes, absolutely ban them/ });
    while ((await answer.count()) === 0) {
      await worker.getByRole('link', { name: 'More', exact: true }).click();
    }
    await answer.click();
    await worker.getByRole('link', { name: 'Make a quote' }).click();
    await worker.getByLabel('The piece', { exact: true }).fill(words);
    await worker.getByLabel('The theme it speaks for').selectOption({ index: 1 });
    await press(worker, 'Make the quote');
    await desk.publishFindings(worker, 'adverts');

    const need = await desk.propose(worker, 'Sport without betting', 'Complete Ban Support');
    const commissioner = await desk.staff(browser, app, 'commissioner', options);
    await desk.agree(commissioner, need);
    await desk.decide(commissioner, {
      plainTitle: 'No betting adverts on our pitches',
      need: 'Sport without betting',
      consultation: 'adverts',
      answer: 'No betting adverts on county pitches from May.',
    });
    await desk.publishDecision(commissioner);
    await desk.tell(worker, 'adverts');

    // From the published quote to the decision, and back to the quote.
    const page = await (await browser.newContext({ ...options, baseURL: app.url })).newPage();
    await page.goto('/c/adverts/results');
    await page.locator('figure.voice', { hasText: words }).getByRole('link', { name: 'Follow these words' }).click();
    await expect(page).toHaveURL(/\/trace\/Q-\d+$/);
    const trace = page.url();
    await expect(page.getByText('No betting adverts on our pitches')).toBeVisible();
    await page.getByRole('link', { name: 'Everything we told you' }).click();
    await expect(page).toHaveURL(/\/c\/adverts\/feedback$/);
    await expect(page.getByText('No betting adverts on county pitches from May.').first()).toBeVisible();
    await page.locator('figure.voice, .said', { hasText: words }).getByRole('link', { name: 'Follow these words' }).first().click();
    await expect(page).toHaveURL(trace);
  });

  test('an XLSForm is refused whole, becomes a draft, and is answered on a phone', async ({ app, browser, page, javaScriptEnabled, viewport, a11y }) => {
    test.setTimeout(120_000);
    const form = `${samples}/xlsform/socio-economic-survey.xlsx`;
    const refused = await app.run('import', 'questionnaire', form, '--into', 'survey');
    expect(refused.status).not.toBe(0);
    expect(refused.err).toMatch(/survey, row \d+/);
    expect((await page.request.get('/c/survey')).status()).toBe(404);
    const taken = await app.run('import', 'questionnaire', form, '--into', 'survey', '--skip-unsupported');
    expect(taken.status).toBe(0);
    expect((await page.request.get('/c/survey')).status(), 'a draft is not public').toBe(404);

    const worker = await desk.staff(browser, app, 'participation-worker', { javaScriptEnabled, viewport });
    await desk.setUp(worker, 'survey', 'How do you live?');
    await desk.open(worker, 'survey');
    await page.goto('/c/survey');
    await page.getByRole('link', { name: 'Start', exact: true }).first().click();
    let questions = 0;
    for (; questions < 40; questions++) {
      const heading = page.getByRole('heading', { level: 1 });
      const before = await heading.textContent();
      // Pages of one group share their heading.
      const main = await page.locator('main').innerText();
      if (before === 'Check what you said') {
        break;
      }
      await a11y.check(page);
      const choice = page.locator('main .choice').first();
      const field = page.locator('main textarea, main input.input').first();
      if ((await choice.count()) > 0) {
        await choice.click();
      } else if ((await field.count()) > 0) {
        await field.fill((await field.getAttribute('inputmode')) === 'numeric' ? '3' : 'a few words');
      }
      await page.getByRole('button', { name: 'Next', exact: true }).click();
      await expect.poll(() => page.locator('main').innerText()).not.toBe(main);
    }
    // Thirteen questions; those of a group stand on one page.
    expect(questions).toBeGreaterThan(3);
    await press(page, 'These are right');
    const consent = page.getByText('No, just count my answers');
    if ((await consent.count()) > 0) {
      await consent.click();
      await press(page, 'Next');
    }
    await press(page, 'No thanks, skip all of these');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thank you. We got it.');
  });
});
