// A registry for npm packages on this machine, which asks no other: node verdaccio.cjs MODULE FOLDER. It prints its port.
const [, , module_, folder] = process.argv;
const { runServer } = require(module_);

const configuration = {
  self_path: folder,
  storage: `${folder}/storage`,
  auth: { htpasswd: { file: `${folder}/htpasswd`, max_users: 1 } },
  uplinks: {},
  packages: { "**": { access: "$all", publish: "$authenticated" } },
  log: { type: "stdout", format: "json", level: "fatal" },
  web: { enable: false },
};

runServer(configuration).then((server) => {
  server.listen(0, "127.0.0.1", () => console.log(`port ${server.address().port}`));
});
