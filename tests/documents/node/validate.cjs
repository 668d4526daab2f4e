// node validate.cjs FOLDER < bundle: says what npm `fhir` finds wrong with a resource, as R4.
const { createRequire } = require('node:module');
const { readFileSync } = require('node:fs');
const load = createRequire(`${process.argv[2]}/`);
const { Fhir } = load('fhir');
const found = new Fhir().validate(JSON.parse(readFileSync(0, 'utf8')), { errorOnUnexpected: true });
const errors = found.messages.filter((m) => m.severity === 'error' || m.severity === 'fatal');
console.log(JSON.stringify({ valid: found.valid, errors }));
