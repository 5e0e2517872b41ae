import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { withApp } from './cdk-app.ts';

const validation = process.env.CDK_VALIDATION;

/** Declares a test for each configuration, with validation on for all tests of the file: with its rules, each takes a second of CPU. */
export function validationTests(configurations: Readonly<Record<string, object>>): void {
  beforeAll(() => {
    delete process.env.CDK_VALIDATION;
  });
  afterAll(() => {
    if (validation !== undefined) process.env.CDK_VALIDATION = validation;
  });

  test.each(Object.entries(configurations))('%s: neither cdk-nag nor CDK has anything to say', (_name, config) => {
    const report = withApp(config, (app, outdir) => {
      app.synth();
      return JSON.parse(readFileSync(path.join(outdir, 'validation-report.json'), 'utf8'));
    });

    expect(report.pluginReports).toEqual([]);
  });
}
