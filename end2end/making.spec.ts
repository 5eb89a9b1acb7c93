// Making a questionnaire: a ready set, the clinic, the library, a copy, and the paper to approve.

import * as desk from './fixtures/desk.ts';
import { press } from './fixtures/desk.ts';
import { expect, test } from './fixtures/test.ts';

test.use({ ownServer: true });

test('a draft is made of a ready set, looked over, kept and copied', async ({ app, browser, a11y, javaScriptEnabled, viewport }) => {
  test.setTimeout(120_000);
  const page = await desk.staff(browser, app, 'participation-worker', { javaScriptEnabled, viewport });
  await page.goto('/desk/consultations/new');
  await page.getByLabel('Title').fill('The park');
  await press(page, 'Start');
  await expect(page).toHaveURL(/\/desk\/c\/the-park\?done=started$/);

  await page.goto('/desk/c/the-park/take');
  await a11y.check(page);
  await page.getByRole('link', { name: 'A place you use' }).click();
  await a11y.check(page);
  await page.getByRole('checkbox', { name: /^How often do you go there/ }).uncheck();
  await press(page, 'Take those that are ticked');
  await expect(page.getByRole('status')).toContainText('Taken.');
  await expect(page.getByRole('link', { name: /What keeps you away/ }).first()).toBeVisible();

  await page.goto('/desk/c/the-park/clinic');
  await a11y.check(page);
  await expect(page.getByText('Flesch-Kincaid')).toBeVisible();
  await page.getByLabel('Answers you count on').fill('8');
  await page.locator('form').filter({ has: page.getByLabel('Answers you count on') }).getByRole('button').click();
  await expect(page.getByRole('heading', { name: 'Too few to show any numbers' })).toBeVisible();
  const few = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Too few to show any numbers' }) });
  await few.getByText('Leave it as it is').click();
  await few.getByRole('button', { name: /Leave it/ }).click();
  await expect(page.getByRole('alert').or(page.locator('.errors')).first()).toContainText('Write the reason.');
  await a11y.check(page);
  await page.locator('#reason').fill('We ask for words.');
  await page.locator('form').filter({ has: page.locator('#reason') }).getByRole('button').click();
  await expect(page.getByRole('heading', { name: 'Left as it is' })).toBeVisible();
  await expect(page.getByText('We ask for words.')).toBeVisible();
  await a11y.check(page);

  await page.goto('/desk/c/the-park/keep');
  await a11y.check(page);
  await page.getByLabel('What the set is called').fill('Parks');
  await press(page, 'Keep them');
  await expect(page.getByRole('heading', { name: 'Parks', level: 1 })).toBeVisible();
  await a11y.check(page);
  await page.goto('/desk/library?q=parks');
  await a11y.check(page);
  await expect(page.getByRole('link', { name: 'Parks', exact: true })).toBeVisible();

  await page.goto('/desk/consultations/new');
  await a11y.check(page);
  await page.getByLabel('Title').fill('The park again');
  await page.getByLabel('Questions to begin with').selectOption('the-park');
  await press(page, 'Start');
  await page.goto('/desk/c/the-park-again/questions');
  await expect(page.getByRole('link', { name: /What keeps you away/ }).first()).toBeVisible();

  await desk.setUp(page, 'the-park', 'What do you like in the park?');
  await page.goto('/desk/c/the-park/open');
  await expect(page.getByText(/The clinic (found|has nothing)/)).toBeVisible();
  await a11y.check(page);
  await page.getByRole('link', { name: 'Look it over before you open' }).click();
  await expect(page).toHaveURL(/\/desk\/c\/the-park\/clinic$/);

  const paper = await page.request.get('/desk/c/the-park-again/questions.docx');
  expect(paper.status()).toBe(200);
  expect((await paper.body()).subarray(0, 2).toString()).toBe('PK');
});
