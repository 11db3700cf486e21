#!/usr/bin/env node
const module_ = require('node:module');

module_.enableCompileCache?.();
require('../dist/server.cjs').serve();
// Node writes the cache when a process ends; editors kill theirs. By now everything that a start needs has been compiled.
setTimeout(() => module_.flushCompileCache?.(), 5000).unref();
