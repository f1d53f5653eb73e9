// A repository made and signed with @tufjs/models: publish.mjs FOLDER SEED PEERS
//
// Keys of all three kinds, thresholds, a root that was rotated, consistent snapshots, a terminating delegation, and targets whose custom members
// are drawn at random: they are signed over @tufjs/canonical-json's text of them, so that a reader with another one refuses the whole.
import { createHash, constants, generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const [, , folder, seed, peers] = process.argv;
const require = createRequire(join(peers, 'package.json'));
const { Key, Metadata, MetaFile, Root, Signature, Snapshot, TargetFile, Targets, Timestamp } = require('@tufjs/models');
// Not exported, yet nothing is delegated without them.
const models = name => require(join(peers, 'node_modules/@tufjs/models/dist', name));
const { DelegatedRole, Role } = models('role.js');
const { Delegations } = models('delegations.js');
const { canonicalize } = require('@tufjs/canonical-json');

const sha256 = bytes => createHash('sha256').update(bytes).digest('hex');
const inDays = days => new Date(Date.now() + days * 86400e3).toISOString().replace(/\.\d+Z/, 'Z');

class Signer {
  constructor(kind) {
    const options = { rsa: ['rsa', { modulusLength: 2048 }], ecdsa: ['ec', { namedCurve: 'P-256' }], ed25519: ['ed25519', {}] }[kind];
    const { publicKey, privateKey } = generateKeyPairSync(...options);
    this.kind = kind;
    this.secret = privateKey;
    const shown = kind === 'ed25519' ? Buffer.from(publicKey.export({ format: 'jwk' }).x, 'base64url').toString('hex')
      : publicKey.export({ type: 'spki', format: 'pem' });
    const scheme = { rsa: 'rsassa-pss-sha256', ecdsa: 'ecdsa-sha2-nistp256', ed25519: 'ed25519' }[kind];
    this.id = sha256(canonicalize({ keytype: kind, scheme, keyval: { public: shown } }));
    this.key = new Key({ keyID: this.id, keyType: kind, scheme, keyVal: { public: shown } });
  }
  sign(bytes) {
    const key = { key: this.secret };
    if (this.kind === 'rsa') Object.assign(key, { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
    return new Signature({ keyID: this.id, sig: sign(this.kind === 'ed25519' ? null : 'sha256', bytes, key).toString('hex') });
  }
}

function write(name, bytes) {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  return bytes;
}
function publish(name, signed, signers) {
  const metadata = new Metadata(signed);
  for (const signer of signers) metadata.sign(bytes => signer.sign(bytes));
  return write(`metadata/${name}.json`, Buffer.from(JSON.stringify(metadata.toJSON(), null, 2)));
}
const described = (version, bytes) => new MetaFile({ version, length: bytes.length, hashes: { sha256: sha256(bytes) } });

// mulberry32: the same seed, the same values.
let state = Number(seed);
function random(below) {
  state = (state + 0x6D2B79F5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % below;
}
const letters = [...'ab"\\/\b\f\n\r\t\u0000\u0001\u001f\u007f\u0080\u2028é长廊𠮷😀\uFFFD\uFFFF<>&\''];
const text = () => Array.from({ length: random(8) }, () => letters[random(letters.length)]).join('');
// Keys within the first plane, where both ways to sort them agree.
const name = () => Array.from({ length: random(4) }, () => letters.filter(c => c.length === 1)[random(letters.length - 2)]).join('');
function value(depth) {
  switch (random(depth > 4 ? 6 : 8)) {
    case 0: return null;
    case 1: return random(2) === 1;
    case 2: return [0, -1, 1, 42, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER][random(6)];
    case 6: return Array.from({ length: random(4) }, () => value(depth + 1));
    case 7: return Object.fromEntries(Array.from({ length: random(4) }, () => [name(), value(depth + 1)]));
    default: return text();
  }
}
function target(path, content, custom) {
  const hash = sha256(content);
  write(`targets/${join(dirname(path), `${hash}.${path.split('/').pop()}`)}`, content);
  return new TargetFile({ path, length: content.length, hashes: { sha256: hash }, unrecognizedFields: custom === undefined ? {} : { custom } });
}

const signers = { root: ['ed25519', 'ecdsa', 'rsa'], timestamp: ['ecdsa'], snapshot: ['rsa'], targets: ['ed25519', 'ed25519'] };
for (const role in signers) signers[role] = signers[role].map(kind => new Signer(kind));
const thresholds = { root: 2, timestamp: 1, snapshot: 1, targets: 2 };
const root = new Root({ version: 1, expires: inDays(-1), consistentSnapshot: true });
function setKeys(role) {
  root.roles[role] = new Role({ keyIDs: signers[role].map(each => each.id), threshold: thresholds[role] });
  for (const each of signers[role]) root.keys[each.id] = each.key;
}
Object.keys(signers).forEach(setKeys);
publish('1.root', root, signers.root.slice(0, 2));
// The first root has expired by now; the second one has other keys.
const old = signers.root;
signers.root = [new Signer('ed25519'), new Signer('ed25519')];
setKeys('root');
root.version = 2;
root.expires = inDays(365);
publish('2.root', root, [...signers.root, ...old.slice(1)]);

const curator = new Signer('ecdsa');
const delegated = new Targets({ version: 3, expires: inDays(30) });
delegated.addTarget(target('packs/qingpu/story.json', Buffer.from('{"story":"长廊"}')));
const later = new Targets({ version: 1, expires: inDays(30) });
later.addTarget(target('packs/qingpu/never.json', Buffer.from('behind a terminating role')));
later.addTarget(target('other/a b/长#廊?.txt', Buffer.from('names')));
const roles = [['qingpu', true, ['packs/qingpu/*']], ['later', false, ['packs/*/*', 'other/*/*']]];
const targets = new Targets({
  version: 7, expires: inDays(90), delegations: new Delegations({
    keys: { [curator.id]: curator.key },
    roles: Object.fromEntries(roles.map(([role, terminating, paths]) =>
      [role, new DelegatedRole({ name: role, keyIDs: [curator.id], threshold: 1, terminating, paths })])),
  }),
});
targets.addTarget(target('plain.txt', Buffer.from('a plain target\n')));
for (let i = 0; i < 600; ++i) targets.addTarget(target(`random/${i}`, Buffer.from(`${i}`), { value: value(0) }));

const meta = {
  'targets.json': described(7, publish('7.targets', targets, signers.targets)),
  'qingpu.json': described(3, publish('3.qingpu', delegated, [curator])),
  'later.json': described(1, publish('1.later', later, [curator])),
};
const snapshot = publish('5.snapshot', new Snapshot({ version: 5, expires: inDays(30), meta }), signers.snapshot);
publish('timestamp', new Timestamp({ version: 9, expires: inDays(7), snapshotMeta: described(5, snapshot) }), signers.timestamp);
