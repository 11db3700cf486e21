#!/usr/bin/env node
// Compiled code is kept by Node between runs where it can: that halves the start.
require('node:module').enableCompileCache?.();
require('../dist/server.cjs')
  .lint(process.argv.slice(2))
  .then((status) => {
    process.exitCode = status;
  });
