// From a new answer to a quote in a Word file, by somebody who has no mouse: what one young person wrote, without the
// name that stood in it.

import type { Browser, Page } from '@playwright/test';
import type { App } from './fixtures/app.ts';
import * as desk from './fixtures/desk.ts';
import { enter, file, reach, tick, type } from './fixtures/keyboard.ts';
import { expect, test } from './fixtures/test.ts';
import { unzipped } from './fixtures/zip.ts';

test.skip(({ viewport }) => (viewport?.width ?? 0) < 600, 'skipped: a phone has no Tab; worker.spec.ts goes the way by touch');
test.use({ ownServer: true });

const written = 'Mrs Patel said the swings are broken and nobody mends them';
const shown = '[worker] said the swings are broken and nobody mends them';

test('from a new answer to a quote in a Word file, with the keyboard alone', async ({ app, browser, page, a11y, javaScriptEnabled, viewport }) => {
  test.setTimeout(120_000);
  await page.goto(app.signIn('participation-worker'));
  await asked(page);
  await answered(browser, app, { javaScriptEnabled, viewport });
  const link = (name: string | RegExp) => page.getByRole('link', { name, exact: true }).first();
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).first();

  // Read and clear. From here on nothing is clicked.
  await page.goto('/desk/c/park/read');
  await expect(page.getByText(written).first()).toBeVisible();
  await enter(page, button('Clear it'));
  await expect(page.getByText('You have read them all')).toBeVisible();

  // The first code is written on the workbench, and given there.
  await enter(page, link('Code the answers'));
  await expect(page.locator('#answer-words')).toContainText(written);
  await enter(page, page.locator('summary', { hasText: 'Add a code' }));
  await type(page, page.getByLabel('Short name', { exact: true }), 'Broken swings');
  await page.keyboard.press('Enter');
  await expect(page.getByText('The code is in the codebook.')).toBeVisible();
  const code = page.getByRole('checkbox', { name: /^Broken swings/ });
  if (javaScriptEnabled === false) {
    await tick(page, code);
    await enter(page, button('Save, next'));
  } else {
    // The letters are keys once the page is awake.
    await expect(page.locator('#work-letters-field')).not.toHaveAttribute('hidden');
    await page.keyboard.press('/');
    await page.keyboard.type('broken');
    await expect(page.getByRole('dialog', { name: 'Find a code' }).getByRole('option', { selected: true })).toHaveText('Broken swings');
    await page.keyboard.press('Enter');
    await expect(code).toBeChecked();
    await page.keyboard.press('s');
  }
  await expect(page.getByText('Every cleared answer has a code')).toBeVisible();

  // The name goes, and something that can be read stands in its place.
  await enter(page, link('Names and places'));
  await expect(page.getByText('Mrs Patel').first()).toBeVisible();
  await a11y.check(page);
  await enter(page, button('Take out Mrs Patel'));
  await expect(page.getByText('The words are taken out, here and in every quote of this answer.')).toBeVisible();
  await expect(page.getByText('Patel')).toHaveCount(0);

  await enter(page, link('Themes'));
  await type(page, page.getByLabel('Name for staff', { exact: true }), 'Repairs');
  await type(page, page.getByLabel('Name in young people’s words', { exact: true }), 'Mend the swings');
  await tick(page, page.getByLabel('Broken swings'));
  await tick(page, page.getByLabel('It is final'));
  await enter(page, button('Make the theme'));
  await expect(page.getByText('The theme is made.')).toBeVisible();

  // A theme leads to its codes, a code to its answers, an answer to a quote.
  await enter(page, link('Broken swings'));
  await expect(page).toHaveURL(/\/coding\?which=/);
  await enter(page, link('Make a quote'));
  await expect(page).toHaveURL(/\/answer\/.*#quote$/);
  const theme = page.getByLabel('The theme it speaks for');
  await reach(page, theme);
  await page.keyboard.press('ArrowDown');
  await expect(theme).not.toHaveValue('');
  await enter(page, button('Make the quote'));
  await expect(page.getByText('The quote is made.')).toBeVisible();
  await a11y.check(page);

  // Close, and publish.
  await enter(page, page.getByRole('navigation', { name: 'The way back' }).getByRole('link', { name: 'A better park' }));
  await enter(page, link('Close for good'));
  await enter(page, button('Yes, close it for good'));
  await expect(page).toHaveURL(/done=closed/);
  await enter(page, link('Findings'));
  await tick(page, page.getByLabel(/I have looked at every table/));
  await enter(page, button('Publish the findings'));
  await expect(page.getByText('Everybody can see the findings now.')).toBeVisible();

  // The pack, as a Word document and as a PDF.
  await enter(page, link('Evidence pack'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Evidence pack');
  await a11y.check(page);
  const word = unzipped(await file(page, link('Word document about The whole consultation')));
  const said = (word.get('word/document.xml') ?? '').replace(/<[^>]*>/g, '');
  expect(said).toContain(shown);
  expect(said).toContain('Mend the swings');
  expect([...word.values()].join()).not.toContain('Patel');
  const pdf = await file(page, link('PDF about The whole consultation'));
  expect(pdf.toString('latin1', 0, 5)).toBe('%PDF-');

  // The coding, for another program.
  await enter(page, page.getByRole('navigation', { name: 'The way back' }).getByRole('link', { name: 'Findings' }));
  await enter(page, link('Codebook'));
  await expect(page).toHaveURL(/\/codes$/);
  const project = unzipped(await file(page, link('Take the project with you (.qdpx)')));
  expect(project.get('project.qde')).toContain('Broken swings');
  const everything = [...project.values()].join();
  expect(everything).toContain(shown);
  expect(everything).not.toContain('Patel');
  expect(app.log()).not.toContain('Patel');
});

/** A consultation with one question, open for answers. */
async function asked(worker: Page): Promise<void> {
  await worker.goto('/desk/consultations/new');
  await desk.fill(worker, { Title: 'A better park', 'Short name in addresses (if you want one)': 'park' });
  await desk.press(worker, 'Start');
  await desk.setUp(worker, 'park', 'What is your park like?');
  await worker.goto('/desk/c/park/questions');
  await desk.fill(worker, { 'The question': 'What would make it better?' });
  await worker.getByLabel('Type', { exact: true }).selectOption({ label: 'Their own words' });
  await desk.press(worker, 'Add it');
  await desk.open(worker, 'park');
}

/** A young person answers, and says yes to the exact words. */
async function answered(browser: Browser, app: App, options: object): Promise<void> {
  const context = await browser.newContext({ ...options, baseURL: app.url });
  const young = await context.newPage();
  const heading = (words: string | RegExp) => expect(young.getByRole('heading', { level: 1 })).toHaveText(words);
  await young.goto('/c/park');
  await young.getByRole('link', { name: 'Start', exact: true }).first().click();
  await heading('What would make it better?');
  await young.getByRole('textbox').fill(written);
  await desk.press(young, 'Next');
  await heading('Check what you said');
  await desk.press(young, 'These are right');
  await heading('Can we use your exact words?');
  await young.getByText('Yes, you can use my words').click();
  await desk.press(young, 'Next');
  await heading(/can we ask about you/);
  await desk.press(young, 'No thanks, skip all of these');
  await heading('Thank you. We got it.');
  await context.close();
}
