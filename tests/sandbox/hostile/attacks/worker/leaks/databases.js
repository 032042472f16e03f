// Tries to write files through SQLite.
// Comes back: value /^held$/
serve(async ({ directory, file }) => {
  const { DatabaseSync } = await import("node:sqlite");
  const db = () => { const d = new DatabaseSync(":memory:"); d.exec("create table t (a); insert into t values ('PWNED')"); return d; };
  return await tryAll({
    open: () => new DatabaseSync(directory + "/made.db"),
    uri: () => new DatabaseSync("file:" + directory + "/made.db"),
    attach: () => db().exec("attach '" + directory + "/made.db' as x; create table x.t (a)"),
    attachUri: () => db().exec("attach 'file:" + directory + "/made.db?mode=rwc' as x; create table x.t (a)"),
    vacuum: () => db().exec("vacuum into '" + directory + "/made.db'"),
    vacuumBound: () => db().prepare("vacuum into ?").run(directory + "/made.db"),
    backup: async () => { const { backup } = await import("node:sqlite"); await backup(db(), directory + "/made.db"); },
    extension: () => { const d = new DatabaseSync(":memory:", { allowExtension: true }); d.loadExtension(file); },
    readfile: () => db().prepare("select readfile('" + file + "')").get(),
    tempDirectory: () => { const d = db(); d.exec("pragma temp_store_directory = '" + directory + "'"); d.exec("pragma temp_store = 1; create temp table q (a); insert into q values (zeroblob(9000000))"); throw 0; },
  });
});
