// Finding what was said, and what was said before.

import { expect, test } from './fixtures/test.ts';

test('a word leads to what young people said about it', async ({ app, page, a11y }) => {
  await page.goto(app.signIn('participation-worker'));
  await page.goto('/desk');
  const box = page.getByRole('searchbox', { name: 'Search' });
  await box.fill('bus "drives past"');
  await box.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Search');
  await expect(page.locator('mark', { hasText: 'drives past' }).first()).toBeVisible();
  await a11y.check(page);
  await page.getByRole('link', { name: 'What young people already told us about this' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What young people already told us');
  await expect(page.getByText('Asked in the last twelve months')).toBeVisible();
  await a11y.check(page);
});
