// Plain JavaScript on purpose: an older Node cannot read the TypeScript beside it, and this sentence has to come first.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Wafa needs Node 22.18 or newer and this is ${process.versions.node}: install Node 24 (on 64-bit Linux "npm ci" brings it along).`,
  );
  process.exit(1);
}
