// node apply.cjs FOLDER < { bundle, patients: [[factor, ...], ...] }: applies a PlanDefinition with
// `encender` to patients who have these factors, and says which steps survive for each.
const { createRequire } = require('node:module');
const { pathToFileURL } = require('node:url');
const { readFileSync } = require('node:fs');
const load = createRequire(`${process.argv[2]}/`);

const condition = (factor, index) => ({
  resourceType: 'Condition', id: `c${index}`, subject: { reference: 'Patient/p1' },
  code: { coding: [{ system: 'urn:palpate:vocabulary:factor', code: factor }] },
});

(async () => {
  const { applyPlan, simpleResolver } = await import(pathToFileURL(load.resolve('encender')));
  const { bundle, patients } = JSON.parse(readFileSync(0, 'utf8'));
  const resources = bundle.entry.map((entry) => entry.resource);
  const plan = resources.find((each) => each.resourceType === 'PlanDefinition');
  const survivors = [];
  for (const factors of patients) {
    const patient = { resourceType: 'Patient', id: 'p1' };
    const resolver = simpleResolver([patient, ...resources, ...factors.map(condition)], true);
    let made = 0;
    const [, group] = await applyPlan(plan, 'Patient/p1', resolver, { getId: () => `id-${(made += 1)}` });
    survivors.push((group.action ?? []).map((action) => action.id));
  }
  console.log(JSON.stringify(survivors));
})();
