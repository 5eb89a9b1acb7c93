// The browser tests run against the one executable, in the system's Chromium, as a phone and as a desktop, each with
// script and without. `cargo xtask test` sets it all up; by hand:
// `cargo xtask build && EARSHOT_BIN=../target/release/earshot npx playwright test`.

import { defineConfig, devices } from '@playwright/test';
import type { Options } from './fixtures/app.ts';
import { chromium } from './fixtures/chromium.ts';

const phone = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
  userAgent: devices['Pixel 7'].userAgent,
};
const desktop = { viewport: { width: 1440, height: 900 } };

export default defineConfig<Options>({
  testDir: '.',
  globalSetup: './fixtures/demo.ts',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  forbidOnly: !!process.env.CI,
  // A test that passes at the second try has found something; look at it.
  retries: 0,
  workers: 2,
  fullyParallel: true,
  // Twice what the longest of them takes on a quiet machine: how fast a machine is, is not tested here.
  timeout: 60_000,
  reporter: [['list'], ['html', { open: 'never', outputFolder: 'playwright-report' }]],
  use: {
    browserName: 'chromium',
    launchOptions: chromium(),
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    colorScheme: 'light',
    // A service worker would answer before a test's own routes do; kept.spec.ts says what it keeps.
    serviceWorkers: 'block',
    // Writing every step down takes a seventh of the time. `--trace retain-on-failure` does, where a failure needs it.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'phone', use: phone },
    { name: 'desktop', use: desktop },
    { name: 'phone-no-script', use: { ...phone, javaScriptEnabled: false } },
    { name: 'desktop-no-script', use: { ...desktop, javaScriptEnabled: false } },
  ],
});
