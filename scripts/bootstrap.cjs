#!/usr/bin/env node
'use strict';
// The first minute of a newcomer: `npm start` and `npm test` on a fresh clone. Installs what the lockfile names when it
// is not there, finds a Node that runs TypeScript, and hands over. Plain CommonJS of long ago, since an old Node reads it.
var childProcess = require('node:child_process');
var crypto = require('node:crypto');
var fs = require('node:fs');
var path = require('node:path');
var url = require('node:url');

var root = path.resolve(__dirname, '..');
var lockfile = path.join(root, 'package-lock.json');
var stampFile = path.join(root, 'node_modules', '.lockfile-stamp');
var neededMajor = 24;

// As a package among others: npm has installed what it needs, in the folder around it.
var folderAround = path.dirname(root);
var isInstalled = path.basename(folderAround) === 'node_modules';
var dependencies = isInstalled ? folderAround : path.join(root, 'node_modules');

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function readOr(file, otherwise) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : otherwise;
}

/** The stamp says for which lockfile, platform and processor node_modules was made. */
function wantedStamp() {
  var hash = crypto.createHash('sha256').update(fs.readFileSync(lockfile)).digest('hex');
  return `${hash} ${process.platform}-${process.arch}\n`;
}

/** After a plain `npm ci` there is no stamp yet; npm's own record of the tree then has to match the lockfile. */
function isInstalledByHand() {
  var installed = JSON.parse(readOr(path.join(root, 'node_modules', '.package-lock.json'), '{"packages":{}}')).packages;
  var locked = JSON.parse(fs.readFileSync(lockfile, 'utf8')).packages;
  return Object.keys(locked).every(
    (name) =>
      name === '' ||
      locked[name].optional === true ||
      (installed[name] !== undefined && installed[name].version === locked[name].version),
  );
}

function install() {
  // Killed half-way, an install must not pass for one that was made for a lockfile of before.
  if (fs.existsSync(stampFile)) fs.unlinkSync(stampFile);
  process.stderr.write('Installing what package-lock.json names (once, about half a minute) …\n');
  var npm = process.env.npm_execpath;
  var args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  var result = npm
    ? childProcess.spawnSync(process.execPath, [npm].concat(args), { cwd: root, stdio: ['ignore', 2, 2] })
    : childProcess.spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (result.status !== 0) fail('npm ci failed: see its message above. Is the npm registry within reach?');
}

function ensureInstalled() {
  if (isInstalled) return;
  var stamp = wantedStamp();
  if (readOr(stampFile, '') === stamp) return;
  if (!isInstalledByHand()) install();
  fs.writeFileSync(stampFile, stamp);
}

function majorOf(node) {
  var result = childProcess.spawnSync(node, ['--version'], { encoding: 'utf8' });
  return result.status === 0 ? Number(result.stdout.slice(1).split('.')[0]) : 0;
}

/** The pinned Node that came with the dependencies (Linux), else the one that is running. */
function findNode() {
  var pinned = path.join(dependencies, '.bin', 'node');
  if (fs.existsSync(pinned) && majorOf(pinned) >= neededMajor) return pinned;
  if (Number(process.versions.node.split('.')[0]) >= neededMajor) return process.execPath;
  return fail(
    `Node ${neededMajor} or newer is needed and this is ${process.version}. On Linux (glibc) it comes along by itself; elsewhere install it from https://nodejs.org.`,
  );
}

ensureInstalled();
// Node strips the types of a clone's files by itself, and by its own rule not of those under node_modules.
var stripping = isInstalled ? ['--import', url.pathToFileURL(path.join(__dirname, 'strip-types.mjs')).href] : [];
var child = childProcess.spawn(findNode(), stripping.concat(process.argv.slice(2)), {
  cwd: root,
  stdio: 'inherit',
  env: Object.assign({}, process.env, {
    PATH: path.join(root, 'node_modules', '.bin') + path.delimiter + process.env.PATH,
    // Where the user stood, so that relative paths in arguments mean what they typed.
    INIT_CWD: process.env.INIT_CWD || process.cwd(),
    // Compiled code is kept: a command starts in half to four fifths of the time. Where it cannot be written Node does without.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE || path.join(dependencies, '.cache', 'compiled'),
  }),
});
// The child decides when to end. (A terminal sends Ctrl-C to it as well; it takes both for one.)
['SIGINT', 'SIGTERM', 'SIGHUP'].forEach((signal) => {
  process.on(signal, () => child.kill(signal));
});
// npm ends on a signal without handing it on; then nobody is left to end this.
var parent = process.ppid;
var watch;
if (process.env.npm_lifecycle_event) {
  watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill('SIGTERM');
  }, 1000);
  watch.unref();
}
child.on('exit', (code, signal) => process.exit(code === null ? 128 + (signal === 'SIGINT' ? 2 : 15) : code));
