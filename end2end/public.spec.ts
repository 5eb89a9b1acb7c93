// Every public page: nothing for axe to find, the help line, and no page wider than the screen.

import { expect, test } from './fixtures/test.ts';

const pages = [
  '/',
  '/mine',
  '/me',
  '/standards',
  '/privacy',
  '/tell-us',
  '/tell-us/answer',
  '/accessibility',
  '/c/free-time',
  '/c/living-in-care',
  '/c/getting-to-school',
  '/c/getting-to-school/results',
  '/c/getting-to-school/feedback',
  '/trace/Q-0001',
];

for (const path of pages) {
  test(`${path} can be used by everybody`, async ({ page, a11y }) => {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(200);
    await expect(page.getByRole('link', { name: 'Childline 0800 1111' }).first()).toBeVisible();
    await a11y.check(page);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth).catch(() => 0);
    expect(wider, 'the page scrolls sideways').toBeLessThanOrEqual(0);
  });
}

test('from right to left, nothing runs out of the page', async ({ page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'skipped: the direction is turned by script; the styles are the same without');
  for (const path of ['/', '/c/free-time', '/c/free-time/q/1', '/c/free-time/about-you', '/c/getting-to-school/results', '/trace/Q-0001']) {
    await page.goto(path);
    await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wider, path).toBeLessThanOrEqual(0);
    const heading = await page.getByRole('heading', { level: 1 }).boundingBox();
    const middle = (await page.viewportSize())!.width / 2;
    expect(heading!.x + heading!.width, `${path}: the heading begins on the right`).toBeGreaterThan(middle);
  }
});

test('darker and bigger are remembered on this phone', async ({ page, a11y }) => {
  await page.goto('/c/free-time/q/1');
  await page.getByText('Make this easier').click();
  await page.getByRole('link', { name: 'Darker page' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page).toHaveURL(/\/c\/free-time\/q\/1$/);
  await page.getByText('Make this easier').click();
  await page.getByRole('link', { name: 'Bigger words' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-size', 'large');
  await a11y.check(page);
  await page.goto('/');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('a published quote leads to the decision and back', async ({ page }) => {
  await page.goto('/c/getting-to-school/results');
  await page
    .locator('figure.voice', { hasText: 'the 7.20 bus just drives past' })
    .getByRole('link', { name: 'Follow these words' })
    .click();
  await expect(page).toHaveURL(/\/trace\/Q-0001$/);
  await expect(page.getByText('Councillor Sam Idowu: A bigger bus on route 14')).toBeVisible();
  await expect(page.getByText('Young people put it in place 1. The adults put it in place 2.')).toBeVisible();
  await page.getByRole('link', { name: 'Everything we told you' }).click();
  await expect(page).toHaveURL(/\/c\/getting-to-school\/feedback$/);
  await page.getByRole('link', { name: 'Follow these words' }).first().click();
  await expect(page).toHaveURL(/\/trace\/Q-/);
});

test('the first question is there within 20 KB', async ({ app }) => {
  // As a phone asks: compressed, HTML and styles.
  const headers = { 'accept-encoding': 'br' };
  const size = async (path: string): Promise<{ bytes: number; text: string }> => {
    const { request } = await import('node:http');
    return new Promise((done, fail) => {
      request(app.url + path, { headers }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', async () => {
          const body = Buffer.concat(parts);
          const { brotliDecompressSync } = await import('node:zlib');
          const plain = answer.headers['content-encoding'] === 'br' ? brotliDecompressSync(body) : body;
          done({ bytes: body.length, text: plain.toString() });
        });
      })
        .on('error', fail)
        .end();
    });
  };
  const html = await size('/c/free-time/q/1');
  let total = html.bytes;
  const styles = [...html.text.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map((match) => match[1]!);
  expect(styles.length).toBeGreaterThan(0);
  for (const style of styles) {
    total += (await size(style)).bytes;
  }
  expect(total).toBeLessThan(20 * 1024);
  const wasm = /"(\/assets\/respond-[^"]+\.wasm)"/.exec(html.text)?.[1];
  expect(wasm, 'the page names its bundle').toBeTruthy();
  expect((await size(wasm!)).bytes).toBeLessThan(86_000);
});
