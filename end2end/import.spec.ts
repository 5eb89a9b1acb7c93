// Files that others made go in. They lie beside the project and are not part of it; where they are missing, the
// test says so.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from './fixtures/test.ts';

const samples = resolve(process.env.EARSHOT_SAMPLES ?? '../../shared/samples');

test.describe('files that others made', () => {
  test.skip(!existsSync(samples), `skipped: ${samples} is not there`);
  test.use({ ownServer: true });

  test('a hundred answers and their themes go in once, however often', async ({ app, page }) => {
    const answers = `${samples}/answers/responses.jsonl`;
    const first = await app.run('import', 'answers', answers, '--into', 'adverts', '--question', 'What about adverts?');
    expect(first.err).toBe('');
    expect(first.out).toContain('Took 100 answers');
    const again = await app.run('import', 'answers', answers, '--into', 'adverts', '--question', 'What about adverts?');
    expect(again.out).toContain('Took 0 answers into /c/adverts; 100 were there already');
    const coding = await app.run('import', 'coding', `${samples}/answers`, '--into', 'adverts');
    expect(coding.status).toBe(0);
    await page.goto(app.signIn('participation-worker'));
    await page.goto('/desk/c/adverts/themes');
    await expect(page.getByText('Complete Ban Support').first()).toBeVisible();
  });

  test('an XLSForm is refused whole, and with --skip-unsupported becomes a draft', async ({ app, page }) => {
    const form = `${samples}/xlsform/socio-economic-survey.xlsx`;
    const refused = await app.run('import', 'questionnaire', form, '--into', 'survey');
    expect(refused.status).not.toBe(0);
    expect(refused.err).toMatch(/survey, row \d+/);
    expect((await page.request.get('/c/survey')).status()).toBe(404);
    const taken = await app.run('import', 'questionnaire', form, '--into', 'survey', '--skip-unsupported');
    expect(taken.status).toBe(0);
    expect((await page.request.get('/c/survey')).status(), 'a draft is not public').toBe(404);
    await page.goto(app.signIn('participation-worker'));
    await page.goto('/c/survey/q/1');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  });
});
