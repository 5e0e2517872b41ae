#!/usr/bin/env node
'use strict';
// The operator's program as a command: `npx ivs-recordings …` in a clone or from an installed package, or after `npm link`.
process.argv.splice(2, 0, 'ops/cli.ts');
require('../scripts/bootstrap.cjs');
