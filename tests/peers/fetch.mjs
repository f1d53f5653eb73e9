// Fetches one target with tuf-js: fetch.mjs PEERS URL METADATA_FOLDER TARGET_FOLDER TARGET. The metadata folder holds a trusted root.json.
// Prints the file's path; a message and status 1 where it is refused.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [, , peers, url, metadataDir, targetDir, name] = process.argv;
const { Updater } = createRequire(join(peers, 'package.json'))('tuf-js');
try {
  const updater = new Updater({ metadataBaseUrl: url + 'metadata', targetBaseUrl: url + 'targets', metadataDir, targetDir });
  await updater.refresh();
  const target = await updater.getTargetInfo(name);
  if (!target) throw new Error('no such target');
  console.log(await updater.downloadTarget(target));
} catch (error) {
  console.error(`${error.name}: ${error.message}`);
  process.exitCode = 1;
}
