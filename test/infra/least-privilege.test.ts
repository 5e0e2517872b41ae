/** Each role may do what its code or definition needs, and nothing else. Both sides are computed; neither is a list kept here. */
import { expect, test } from '@jest/globals';
import { grantsByRole } from './least-privilege/grants.ts';
import { roleNeeds } from './least-privilege/role-needs.ts';
import { commandsByStep } from './least-privilege/sdk-commands.ts';
import { TemplateView } from './least-privilege/template-view.ts';
import { synthesize } from './synthesized-app.ts';
import { variants } from './variants.ts';

const commands = await commandsByStep();
const inSecond = (one: ReadonlySet<string>, second: ReadonlySet<string>): string[] =>
  [...second].filter((each) => !one.has(each)).sort();

test.each(['defaults', 'importedBucket', 'noReconciler', 'withApi', 'withPage', 'otherRecording', 'ownKey'] as const)(
  '%s: no role may do more, or less, than it needs',
  (variant) => {
    const view = new TemplateView(synthesize(variants[variant]));

    const faults = [...grantsByRole(view)].flatMap(([role, granted]) => {
      const needed = roleNeeds(view, role, commands);
      const surplus = inSecond(needed, granted).map((grant) => `${role} need not ${grant}`);
      return [...surplus, ...inSecond(granted, needed).map((need) => `${role} may not ${need}`)];
    });

    expect(faults).toEqual([]);
  },
);
