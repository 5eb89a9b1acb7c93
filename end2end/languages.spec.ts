// Every type of question in Welsh and in a language that is written from right to left, with script and without; and
// what somebody chose is remembered on this phone only.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import * as desk from './fixtures/desk.ts';
import { expect, test } from './fixtures/test.ts';

test.use({ ownServer: true });

const said = (en: string, cy: string, ar: string) => ({ default: en, cy, ar });

const survey = {
  title: 'In three languages',
  pages: [
    { elements: [{ type: 'html', name: 'hello', html: said('This is about your journey.', 'Mae hyn am dy daith.', 'هذا عن رحلتك.') }] },
    {
      elements: [
        {
          type: 'checkbox',
          name: 'ways',
          title: said('How do you travel?', 'Sut wyt ti’n teithio?', 'كيف تسافر؟'),
          choices: [
            { value: 'bus', text: said('Bus', 'Bws', 'حافلة') },
            { value: 'bike', text: said('Bike', 'Beic', 'دراجة') },
          ],
        },
      ],
    },
    {
      elements: [
        {
          type: 'radiogroup',
          name: 'best',
          title: said('You said {ways}. Which is best?', 'Dywedaist ti {ways}. Pa un sydd orau?', 'قلت {ways}. ما الأفضل؟'),
          choices: [
            { value: 'bus', text: said('Bus', 'Bws', 'حافلة') },
            { value: 'bike', text: said('Bike', 'Beic', 'دراجة') },
          ],
        },
      ],
    },
    { elements: [{ type: 'rating', name: 'face', title: said('How do you feel?', 'Sut wyt ti’n teimlo?', 'كيف تشعر؟'), rateType: 'smileys' }] },
    { elements: [{ type: 'rating', name: 'safe', title: said('How safe is it?', 'Pa mor ddiogel yw hi?', 'ما مدى الأمان؟'), rateMin: 0, rateMax: 10 }] },
    { elements: [{ type: 'boolean', name: 'know', title: said('Do you know who decides?', 'Wyt ti’n gwybod pwy sy’n penderfynu?', 'هل تعرف من يقرر؟') }] },
    {
      elements: [
        {
          type: 'ranking',
          name: 'order',
          title: said('What matters most?', 'Beth sydd bwysicaf?', 'ما الأهم؟'),
          choices: [
            { value: 'price', text: said('Price', 'Pris', 'السعر') },
            { value: 'time', text: said('Time', 'Amser', 'الوقت') },
          ],
        },
      ],
    },
    { elements: [{ type: 'text', name: 'many', title: said('How many buses?', 'Faint o fysiau?', 'كم حافلة؟'), inputType: 'number', min: 0, max: 9 }] },
    { elements: [{ type: 'comment', name: 'worst', title: said('What is the worst bit?', 'Beth yw’r peth gwaethaf?', 'ما هو أسوأ شيء؟') }] },
    {
      elements: [
        {
          type: 'matrix',
          name: 'feel',
          title: said('How is the stop?', 'Sut mae’r arhosfan?', 'كيف المحطة؟'),
          columns: [
            { value: 'good', text: said('Good', 'Da', 'جيد') },
            { value: 'bad', text: said('Bad', 'Drwg', 'سيئ') },
          ],
          rows: [{ value: 'light', text: said('The light', 'Y golau', 'الضوء') }],
        },
      ],
    },
  ],
};

async function heading(page: Page, words: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words);
}

async function choose(page: Page, language: string): Promise<void> {
  await page.locator('.ease summary').first().click();
  await page.locator('.ease').first().getByRole('link', { name: language }).click();
}

test('every type is answered in Welsh, and in Arabic from right to left', async ({ app, browser, page, javaScriptEnabled, viewport, a11y, quiet }) => {
  quiet.allow(/status of 422/);
  test.setTimeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), 'earshot-languages-'));
  const file = join(folder, 'three.json');
  writeFileSync(file, JSON.stringify(survey));
  expect(await app.run('import', 'questionnaire', file, '--into', 'three')).toMatchObject({ status: 0 });
  rmSync(folder, { recursive: true });
  const worker = await desk.staff(browser, app, 'participation-worker', { javaScriptEnabled, viewport });
  await desk.setUp(worker, 'three', 'How is your journey?');
  // What the start page says is translated beside it.
  await worker.goto('/desk/c/three/setup');
  const welsh = worker.getByRole('region', { name: 'In Cymraeg' }).or(worker.locator('section', { hasText: 'In Cymraeg' }).last());
  await welsh.getByLabel('Title for young people').fill('Sut mae dy daith?');
  await desk.press(worker, 'Save');
  await desk.open(worker, 'three');

  await page.goto('/c/three');
  await choose(page, 'Cymraeg');
  await heading(page, 'Sut mae dy daith?');
  await expect(page.locator('html')).toHaveAttribute('lang', 'cy');
  await a11y.check(page);
  await page.getByRole('link', { name: 'Dechrau', exact: true }).first().click();
  const next = () => page.getByRole('button', { name: 'Nesaf', exact: true }).click();
  await heading(page, 'Mae hyn am dy daith.');
  await next();
  await heading(page, 'Sut wyt ti’n teithio?');
  await next();
  await expect(page.getByRole('alert')).toContainText('Dewisa ateb');
  await page.locator('main .choice', { hasText: 'Bws' }).click();
  await next();
  await heading(page, 'Dywedaist ti Bws. Pa un sydd orau?');
  await a11y.check(page);
  await page.locator('main .choice', { hasText: 'Beic' }).click();
  await next();
  await heading(page, 'Sut wyt ti’n teimlo?');
  await page.getByText('Hapus', { exact: true }).click();
  await next();
  await heading(page, 'Pa mor ddiogel yw hi?');

  // In the middle, in another language: what was answered stays.
  await choose(page, 'العربية');
  await heading(page, 'ما مدى الأمان؟');
  const question = page.locator('main .question').first();
  await expect(question).toHaveAttribute('dir', 'rtl');
  await expect(question).toHaveAttribute('lang', 'ar');
  await a11y.check(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing stands beside the page').toBe(true);
  await page.getByRole('radio', { name: /^7/ }).check();
  const on = () => page.getByRole('button', { name: 'Next', exact: true }).click();
  await on();
  await heading(page, 'هل تعرف من يقرر؟');
  await page.locator('main .choice').nth(0).click();
  await on();
  await heading(page, 'ما الأهم؟');
  await a11y.check(page);
  await page.getByRole('button', { name: 'Move up: الوقت' }).click();
  await expect(page.locator('.rank li').first()).toContainText('الوقت');
  await on();
  await heading(page, 'كم حافلة؟');
  await page.getByRole('textbox').fill('2');
  await on();
  await heading(page, 'ما هو أسوأ شيء؟');
  await page.getByRole('textbox').fill('الحافلة متأخرة');
  await on();
  await heading(page, 'كيف المحطة؟');
  await a11y.check(page);
  await page.getByRole('group', { name: 'الضوء' }).getByText('سيئ').click();
  await on();
  await heading(page, 'Check what you said');
  await a11y.check(page);
  const answers = page.locator('dl.answers');
  for (const words of ['قلت حافلة. ما الأفضل؟', 'دراجة', 'الحافلة متأخرة', '1. الوقت', 'الضوء: سيئ']) {
    await expect(answers).toContainText(words);
  }
  await desk.press(page, 'These are right');
  await page.getByText('Yes, you can use my words').click();
  await on();
  await desk.press(page, 'No thanks, skip all of these');
  await heading(page, 'Thank you. We got it.');
  // The choice is this phone's alone.
  await worker.goto('/c/three/q/2');
  await heading(worker, 'How do you travel?');
});

test('a question is read aloud by the phone itself', async ({ page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'skipped: the voice of a phone needs script');
  await page.addInitScript(() => {
    const said: string[] = [];
    let speaking = false;
    const voice = { speak: (words: { text: string; lang: string }) => { said.push(`${words.lang}: ${words.text}`); speaking = true; }, cancel: () => { speaking = false; } };
    Object.defineProperty(voice, 'speaking', { get: () => speaking });
    Object.defineProperty(window, 'speechSynthesis', { value: voice });
    Object.assign(window, { said });
  });
  await page.goto('/c/free-time/q/1');
  await expect(page.locator('.journey[data-ready]')).toBeAttached();
  await page.locator('.ease summary').click();
  await page.getByRole('button', { name: 'Read it to me' }).click();
  const heard = () => page.evaluate(() => (window as unknown as { said: string[] }).said);
  expect((await heard())[0]).toMatch(/^en-GB: Where are you most[\s\S]*Outside/);
  await page.getByRole('button', { name: 'Stop reading' }).click();
  expect(await page.evaluate(() => speechSynthesis.speaking)).toBe(false);
  expect(await heard()).toHaveLength(1);
});

test('a phone that others use keeps nothing', async ({ page, context, javaScriptEnabled, a11y }) => {
  await page.goto('/c/free-time/q/1');
  if (javaScriptEnabled !== false) {
    await expect(page.locator('.journey[data-ready]')).toBeAttached();
  }
  await page.getByText('Outside', { exact: true }).click();
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await heading(page, 'How happy are you with that?');
  await page.goto('/c/free-time');
  await page.getByRole('link', { name: 'Don’t keep my answers on this phone' }).click();
  await expect(page.getByText('This phone keeps nothing that you write here.')).toBeVisible();
  await a11y.check(page);
  if (javaScriptEnabled !== false) {
    await expect.poll(() => page.evaluate(() => Object.keys(localStorage))).toEqual(['earshot:shared']);
  }
  await page.goto('/c/free-time/q/1');
  await page.getByText('At home', { exact: true }).click();
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await heading(page, 'How happy are you with that?');
  if (javaScriptEnabled !== false) {
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(['earshot:shared']);
  }
  const draft = (await context.cookies()).find((cookie) => cookie.name === 'draft-free-time');
  expect(draft?.expires, 'gone when the browser is closed').toBe(-1);
  await page.goto('/c/free-time');
  await page.getByRole('link', { name: 'Keep my answers here until I send them' }).click();
  await expect(page.getByRole('link', { name: 'Don’t keep my answers on this phone' })).toBeVisible();
});
