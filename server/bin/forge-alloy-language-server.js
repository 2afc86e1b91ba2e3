#!/usr/bin/env node
require("./node-version.js");
require("../dist/server.cjs");
