import { expect, test } from './fixtures/test.ts';

test('the front page has a title, one heading, and nothing for axe to find', async ({ page, a11y }) => {
  const answer = await page.goto('/');
  expect(answer?.status()).toBe(200);
  await expect(page).toHaveTitle(/Earshot/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  await a11y.check(page);
});
