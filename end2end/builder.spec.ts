// The builder of questionnaires by hand, with script and without: a section that is asked again for what was chosen,
// words in another language, steps back, areas, who is reached, and the phone beside the form.

import type { Page } from '@playwright/test';
import * as desk from './fixtures/desk.ts';
import { fill, press } from './fixtures/desk.ts';
import { expect, test } from './fixtures/test.ts';

test.use({ ownServer: true });

async function add(worker: Page, words: string, type: string): Promise<void> {
  await worker.goto('/desk/c/ways/questions');
  const form = worker.locator('form').filter({ has: worker.getByRole('button', { name: 'Add it' }) });
  await form.getByLabel('The question', { exact: true }).fill(words);
  await form.getByLabel('Type').selectOption({ label: type });
  await form.getByRole('button', { name: 'Add it' }).click();
  await expect(worker.getByText('Added. Now say more about it.')).toBeVisible();
}

test('a questionnaire is put together, taken back, said in Arabic, and asked', async ({ app, browser, page, a11y, javaScriptEnabled, viewport }) => {
  test.setTimeout(180_000);
  const worker = await desk.staff(browser, app, 'participation-worker', { javaScriptEnabled, viewport });
  await worker.goto('/desk/consultations/new');
  await fill(worker, { Title: 'Ways', 'Short name in addresses (if you want one)': 'ways' });
  await press(worker, 'Start');
  await add(worker, 'How do you travel?', 'Choose several');
  await worker.getByLabel('Answers to choose from').fill('Bus\nBike');
  await press(worker, 'Save question');
  await expect(worker.getByText('Saved.')).toBeVisible();
  await add(worker, 'Is {@} often late?', 'Yes, no, not sure');

  // The phone beside the form follows what is typed; nothing is kept.
  if (javaScriptEnabled !== false) {
    await expect(worker.locator('html[data-awake]')).toBeAttached();
    await worker.getByLabel('The question', { exact: true }).fill('Is {@} ever on time?');
    await expect(worker.locator('.phone')).toContainText('ever on time?');
    await worker.goto('/desk/c/ways/questions/2');
  }
  await expect(worker.locator('.phone')).toContainText('often late?');
  await a11y.check(worker);

  // A section, with what is wrong with it said where it is mended.
  await worker.goto('/desk/c/ways/questions/sections');
  await fill(worker, { 'Its title': 'About {@}' });
  await press(worker, 'Make it');
  await worker.getByLabel('2. Is {@} often late?').check();
  await press(worker, 'Save section');
  await expect(worker.getByText('The section is saved.')).toBeVisible();
  await worker.getByLabel('Ask it again for each option chosen in').selectOption({ label: '1. How do you travel?' });
  await press(worker, 'Save section');
  await a11y.check(worker);
  await worker.goto('/desk/c/ways/questions/sections');
  await expect(worker.getByText('Asked again for each option chosen in')).toBeVisible();
  await worker.getByRole('button', { name: 'Move up: About {@}' }).focus();
  await worker.keyboard.press('Enter');
  await expect(worker.getByText('Moved.')).toBeVisible();
  await worker.getByRole('link', { name: /^About/ }).first().click();
  await worker.getByRole('link', { name: /is repeated for answers that are not chosen before it/ }).click();
  await expect(worker).toHaveURL(/#each_of$/);
  await a11y.check(worker);

  // Undo survives going to another page.
  await worker.goto('/desk/c/ways/questions');
  await press(worker, 'Undo: the other order');
  await expect(worker.getByText('Undone.')).toBeVisible();
  await expect(worker.getByText('To mend before it opens')).toHaveCount(0);

  // Every sentence beside its words in another language.
  await worker.goto('/desk/c/ways/questions/words');
  await worker.getByLabel('العربية').check();
  await press(worker, 'Save languages');
  await worker.goto('/desk/c/ways/questions/words?lang=ar&band=&easy=');
  const field = worker.getByLabel(/^Question 1: العربية/);
  await expect(field).toHaveAttribute('dir', 'rtl');
  await field.fill('كيف تسافر؟');
  await a11y.check(worker);
  await press(worker, 'Save these words');
  await expect(worker.getByText('The words are saved.')).toBeVisible();
  await expect(worker.getByText(/\d of 5 missing/)).toBeVisible();

  await desk.setUp(worker, 'ways', 'Ways to school');
  await desk.open(worker, 'ways');
  await page.goto('/c/ways/q/1');
  await page.locator('main .choice', { hasText: 'Bike' }).click();
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await expect(page.getByText('About Bike')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Is Bike often late?');
});

test('areas are pasted, offered, and set beside who lives there', async ({ app, browser, page, a11y, quiet, javaScriptEnabled, viewport }) => {
  // What cannot be taken is answered with 422, and Chromium says so in the console.
  quiet.allow(/status of 422/);
  test.setTimeout(120_000);
  const worker = await desk.staff(browser, app, 'participation-worker', { javaScriptEnabled, viewport });
  await worker.goto('/desk/areas');
  await worker.getByLabel('Areas', { exact: true }).fill('Wexmoor\n    North\n  South');
  await press(worker, 'Take the list');
  await expect(worker.getByRole('alert')).toContainText('Line 3');
  await a11y.check(worker);
  await worker.getByLabel('Areas', { exact: true }).fill('Wexmoor\n  North\n    Mill Lane\n  South');
  await press(worker, 'Take the list');
  await expect(worker.getByText('The whole list is taken.')).toBeVisible();
  await a11y.check(worker);

  await worker.goto('/desk/population');
  await fill(worker, { 'Where they are from': 'ONS 2025', Figures: 'area,age band,people\nNorth,11-13,900\nSouth,11-13,600' });
  await press(worker, 'Take the figures');
  await expect(worker.getByText('The figures are taken')).toBeVisible();

  await worker.goto('/desk/consultations/new');
  await fill(worker, { Title: 'Parks', 'Short name in addresses (if you want one)': 'parks' });
  await press(worker, 'Start');
  await desk.setUp(worker, 'parks', 'Which park do you like?');
  await worker.getByLabel('Areas that can be named').selectOption({ label: 'The parts of Wexmoor' });
  await press(worker, 'Save');
  await worker.goto('/desk/c/parks/questions');
  await fill(worker, { 'The question': 'Where do you play?' });
  await worker.getByLabel('Type', { exact: true }).selectOption({ label: 'A place' });
  await press(worker, 'Add it');
  await worker.getByLabel('Which places').selectOption({ label: 'What lies in North' });
  await press(worker, 'Save question');
  await expect(worker.locator('.phone')).toContainText('Mill Lane');
  await worker.goto('/desk/c/parks/reach');
  await fill(worker, { 'Ages 11 to 13': '80' });
  await press(worker, 'Save targets');
  await expect(worker.getByText('The targets are saved.')).toBeVisible();
  await expect(worker.getByRole('row', { name: /North/ })).toContainText('900');
  await a11y.check(worker);

  await desk.open(worker, 'parks');
  await page.goto('/c/parks/q/1');
  await expect(page.locator('main .choice')).toHaveText(/Mill Lane/);
});
