// The desk: who may see what, and nothing for axe to find on any page.

import { expect, test } from './fixtures/test.ts';

const c = '/desk/c/getting-to-school';
const seen: Record<string, string[]> = {
  'participation-worker': [
    '/desk',
    '/desk/consultations',
    '/desk/consultations/new',
    c,
    `${c}/setup`,
    `${c}/questions`,
    `${c}/clinic`,
    `${c}/read`,
    `${c}/coding`,
    `${c}/rounds`,
    `${c}/matrix`,
    `${c}/board`,
    `${c}/tray`,
    `${c}/alike`,
    `${c}/codes`,
    `${c}/codes/versions`,
    `${c}/codes/import`,
    `${c}/codes/kept`,
    `${c}/themes`,
    `${c}/quotes`,
    `${c}/quotes/Q-0001`,
    '/desk/c/living-in-care/redact',
    `${c}/numbers`,
    `${c}/findings`,
    `${c}/pack`,
    `${c}/exports`,
    `${c}/sessions`,
    `${c}/feedback`,
    '/desk/needs',
    '/desk/needs/N-0001',
    '/desk/priorities',
    '/desk/decisions',
    '/desk/decisions/D-0001',
    '/desk/library',
    '/desk/search?q=bus',
    '/desk/already-asked?words=late+bus',
    '/desk/standards',
    '/desk/young-people',
  ],
  'safeguarding-lead': ['/desk', '/desk/safeguarding', '/desk/safeguarding/plan', '/desk/safeguarding/words', '/desk/requests', '/desk/c/living-in-care/read'],
  'data-protection-officer': ['/desk', '/desk/requests', '/desk/exports', '/desk/retention', '/desk/documents', '/desk/documents/impact-assessment', '/desk/people', '/desk/people/roles', '/desk/small-numbers'],
  reader: ['/desk', '/desk/c/living-in-care/read', '/desk/sessions', '/desk/second-step'],
  commissioner: ['/desk', `${c}/themes`, '/desk/needs/N-0001', '/desk/priorities', '/desk/decisions/D-0001', '/desk/standards'],
  administrator: ['/desk', '/desk/people', '/desk/audit', '/desk/audit?what=staff&chain=check', '/desk/sessions', '/desk/standards'],
};
const unseen: Record<string, string[]> = {
  'participation-worker': ['/desk/safeguarding', '/desk/people', '/desk/audit'],
  'safeguarding-lead': [`${c}/coding`, '/desk/needs', '/desk/people'],
  commissioner: [`${c}/read`, `${c}/redact`, '/desk/safeguarding', '/desk/people'],
  administrator: [`${c}/read`, `${c}/coding`, '/desk/safeguarding', '/desk/requests'],
  'data-protection-officer': [`${c}/read`, '/desk/safeguarding', '/desk/needs'],
  reader: [`${c}/coding`, '/desk/safeguarding', '/desk/requests', '/desk/people'],
};

test.describe('by role', () => {
  test.use({ ownServer: true });

  for (const role of Object.keys(seen)) {
    test(`${role} sees what the role may see, and no more`, async ({ page, app, a11y, javaScriptEnabled }) => {
      test.setTimeout(120_000);
      await page.goto(app.signIn(role));
      await expect(page).toHaveURL(/\/desk$/);
      for (const path of seen[role]!) {
        const answer = await page.goto(path);
        expect(answer?.status(), path).toBe(200);
        // axe looks at the same HTML with script and without; once is enough.
        if (javaScriptEnabled !== false) {
          await a11y.check(page);
        }
      }
      for (const path of unseen[role]!) {
        const answer = await page.request.get(path);
        expect(answer.status(), `${role} at ${path}`).toBe(403);
      }
    });
  }

  test('what lies under a code, a cell, an answer and a frozen codebook has nothing for axe to find', async ({ page, app, a11y }) => {
    test.setTimeout(120_000);
    await page.goto(app.signIn('participation-worker'));
    await page.goto(`${c}/codes/versions`);
    await page.getByLabel('Why now').fill('Before the second coder begins');
    await page.getByRole('button', { name: 'Freeze it' }).click();
    await page.getByRole('link', { name: /^Version \d+$/ }).first().click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Codebook, version \d+$/);
    await a11y.check(page);
    /** Where the first link of these words on a page leads. */
    const first = async (path: string, name: string | RegExp) => {
      await page.goto(path);
      return (await page.locator('main').getByRole('link', { name }).first().getAttribute('href'))!;
    };
    const code = await first(`${c}/codes`, /^Change /);
    const cell = await first(`${c}/matrix`, /what it comes to/);
    const said = await first(`${c}/coding?which=all`, 'Open this answer');
    for (const path of [code, `${code}/merge`, `${code}/split`, `${code}/retire`, cell, said, `${said}/alike`]) {
      const answer = await page.goto(path);
      expect(answer?.status(), path).toBe(200);
      await a11y.check(page);
    }
  });

  test('a sign-in link works once, and only the safeguarding lead sees held words', async ({ page, app }) => {
    const link = app.signIn('safeguarding-lead');
    await page.goto(link);
    await page.goto('/desk/safeguarding');
    await expect(page.getByText('someone here keeps coming in my room at night')).toBeVisible();
    await page.context().clearCookies();
    const again = await page.request.get(link);
    expect(again.status()).toBe(422);
    await page.goto(app.signIn('participation-worker'));
    const queue = await page.request.get('/desk/c/living-in-care/read?state=cleared');
    expect(await queue.text()).not.toContain('coming in my room');
    expect(app.log()).not.toContain('coming in my room');
  });
});

test('nobody who is not signed in reaches the desk', async ({ page }) => {
  for (const path of ['/desk', c, '/desk/needs', '/desk/people']) {
    await page.goto(path);
    await expect(page).toHaveURL(/\/sign-in$/);
  }
});
